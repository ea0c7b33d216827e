package io.onnxfi.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What of the machine may change a bit of the results. */
public final class Machine {
  private static final Path LINUX_CPU_INFO = Path.of("/proc/cpuinfo");

  private static final Path LINUX_STATUS = Path.of("/proc/self/status");

  private Machine() {}

  /** Operating system, processor and Java. */
  public static Map<String, Object> describe() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("cpu", processor());
    machine.put("java", System.getProperty("java.version"));
    return machine;
  }

  /** Physical memory, or what the container may use of it. */
  public static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** The most memory that the process has had at a time, where the system tells. */
  public static OptionalLong peakBytes() {
    if (!Files.isReadable(LINUX_STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(LINUX_STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The processor's name where the system tells; kernels are chosen by it. */
  private static String processor() {
    if (!Files.isReadable(LINUX_CPU_INFO)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(LINUX_CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
