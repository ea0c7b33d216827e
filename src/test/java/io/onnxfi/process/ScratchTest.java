package io.onnxfi.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  private static final int PROCESSES = 12;

  @TempDir private Path temporary;

  /** A process that claims its folder and looks whether it keeps it. */
  static final class Claimant {
    private Claimant() {}

    public static void main(String[] arguments) throws Exception {
      Scratch scratch = Scratch.claim().orElseThrow();
      for (long left = Long.parseLong(arguments[0]); left > 0; left -= 100) {
        System.gc(); // closes files that nothing refers to, and gives up their locks
        Thread.sleep(100);
      }
      boolean kept = Files.exists(Path.of(System.getProperty(Scratch.PROPERTY), "lock"));
      scratch.remove();
      System.exit(kept ? 0 : 1);
    }
  }

  private Process start(Path folder, long millis) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Path.of("target/classes") + File.pathSeparator + Path.of("target/test-classes"),
            "-D" + Scratch.PROPERTY + "=" + folder,
            Claimant.class.getName(),
            Long.toString(millis))
        .inheritIO()
        .start();
  }

  @Test
  void shouldKeepTheFoldersOfProcessesThatStartTogether() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(start(made(i), 500));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).as("0 if its folder was there to the end").isZero();
    }
    try (var left = Files.list(temporary)) {
      assertThat(left.filter(folder -> folder.toString().matches(".*onnxfi\\..{6}"))).isEmpty();
    }
  }

  @Test
  void shouldHoldItsLockHoweverOftenMemoryIsCollected() throws Exception {
    Process first = start(made(0), 5000);
    while (!Files.exists(temporary.resolve("onnxfi.000000/lock"))) {
      assertThat(first.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(500);
    assertThat(start(made(1), 0).waitFor()).isZero();
    assertThat(temporary.resolve("onnxfi.000000")).exists();
    assertThat(first.waitFor()).as("0 if its folder was there to the end").isZero();
  }

  private Path made(int i) throws IOException {
    return Files.createDirectory(temporary.resolve("onnxfi.%06d".formatted(i)));
  }

  @Test
  void shouldRemoveWhatDeadProcessesLeft() throws Exception {
    Path dead = Files.createDirectory(temporary.resolve("onnxfi.000000"));
    Files.createFile(dead.resolve("lock"));
    Files.createFile(dead.resolve("library.so"));
    Path starting = Files.createDirectory(temporary.resolve("onnxfi.000001"));
    Files.createFile(starting.resolve("lock.new"));
    Path never = Files.createDirectory(temporary.resolve("onnxfi.000002"));
    Files.setLastModifiedTime(never, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Path own = Files.createDirectory(temporary.resolve("onnxfi.000003"));
    assertThat(start(own, 0).waitFor()).isZero();
    assertThat(dead).doesNotExist();
    assertThat(starting).as("not locked yet").exists();
    assertThat(never).as("begun an hour ago").doesNotExist();
    assertThat(own).doesNotExist();
  }
}
