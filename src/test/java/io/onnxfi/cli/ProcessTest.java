package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a real process ends: its exit code, what it says, and what it leaves behind. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
  private static final int FIRST_SIGNAL_CODE = 128;
  private static final String MODEL = "models/mlp_small_mnist.onnx";

  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 1500, 3).write(faults);
  }

  private String[] replay(Path run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("replay", "--model", model.toString(), "--faults", faults.toString()));
    words.addAll(List.of("--dataset", "synthetic", "--batch", "10", "--out", run.toString()));
    words.addAll(List.of("--backend", "ort"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** A row takes some tens of bytes: a million of them fit in 256 MB. */
  @Test
  void shouldReadVeryLongListsInLittleMemory() throws Exception {
    assumeThat(Effort.isLong()).as("-Donnxfi.test.long=true reads a million rows").isTrue();
    int rows = 1_000_000;
    List<String> heap = List.of("-Xmx256m");
    Path list = folder.resolve("long.csv");
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      out.write("Injection,Layer,TensorIndex,Bit,Model,Site\n");
      for (int row = 0; row < rows; row++) {
        String place = row % 2 == 0 ? "(%d, 0, 2, 1)" : "(%d, 0, 2)";
        String site = row % 2 == 0 ? "weight" : "activation";
        String index = place.formatted(row % 4);
        out.write("%d,conv2,\"%s\",%d,flip,%s\n".formatted(row, index, row % 32, site));
      }
    }
    Process audit = start(heap, "faults", "audit", list.toString(), "--model", model.toString());
    assertThat(end(audit)).as(Files.readString(err())).isZero();
    faults = list;
    Process replay = start(heap, replay(folder.resolve("run"), "--rows", "0-9", "--images", "10"));
    assertThat(end(replay)).as(Files.readString(err())).isZero();
  }

  /** In the memory that the whole list would not fit in as objects. */
  @Test
  void shouldDrawVeryLongListsInLittleMemory() throws Exception {
    int rows = Effort.of(100_000, 1_000_000);
    List<String> heap = List.of("-Xmx%dm".formatted(Effort.of(64, 256)));
    Path list = folder.resolve("long.csv");
    List<String> words = new ArrayList<>(List.of("faults", "generate", "--model", MODEL));
    words.addAll(List.of("--sites", "weights,activations", "--trials", Integer.toString(rows)));
    words.addAll(List.of("--out", list.toString()));
    Process generate = start(heap, words.toArray(String[]::new));
    assertThat(end(generate)).as(Files.readString(err())).isZero();
    try (Stream<String> lines = Files.lines(list)) {
      assertThat(lines.count()).isEqualTo(rows + 1L);
    }
  }

  /** As in a runtime that jlink made without it. */
  @Test
  void shouldSayThatThisJavaLacksTheModuleOfRandomNumbers() throws Exception {
    assumeThat(RandomGenerator.of(RowSelection.GENERATOR).getClass().getModule().getName())
        .isEqualTo("jdk.random");
    Path list = folder.resolve("drawn.csv");
    Process generate =
        start(
            List.of("--limit-modules", "java.se,jdk.unsupported"),
            "faults",
            "generate",
            "--model",
            model.toString(),
            "--fault",
            "flip",
            "--trials",
            "5",
            "--out",
            list.toString());
    assertThat(end(generate)).isEqualTo(ExitCode.MISSING);
    assertThat(Files.readString(err()).lines())
        .singleElement()
        .asString()
        .contains("no random numbers by Xoshiro256PlusPlus")
        .contains("jlink --add-modules jdk.random");
    assertThat(list).doesNotExist();
  }

  private Path err() {
    return folder.resolve("err.txt");
  }

  /** As the launcher starts it, with a temporary folder of its own. */
  private Process start(List<String> options, String... arguments) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "x");
    String end = scratch.getFileName().toString();
    scratch = Files.move(scratch, folder.resolve("onnxfi." + (end + "xxxxxx").substring(0, 6)));
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@src/main/launcher/jvm.options");
    words.addAll(options);
    words.addAll(List.of("-Djava.io.tmpdir=" + scratch, "-Donnxfi.scratch=" + scratch));
    words.addAll(List.of("-cp", classPath(), "io.onnxfi.cli.Main"));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectError(err().toFile()).start();
    started.add(process);
    return process;
  }

  /**
   * A signal that is ignored where the tests were started (nohup, a shell's background) stays so.
   */
  private static boolean isIgnored(int signal, Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> (mask >> (signal - 1) & 1) == 1);
  }

  /** That of the tests; what runs them may have put it elsewhere than where Java says. */
  private static String classPath() throws IOException {
    String own = System.getProperty("java.class.path");
    Path built = Path.of("target", "runtime.classpath");
    return own.contains("target" + File.separator + "classes") || !Files.exists(built)
        ? own
        : Path.of("target", "classes") + File.pathSeparator + Files.readString(built);
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private void awaitWork(Process process) throws Exception {
    while (process.isAlive() && !Files.readString(err()).contains("layers cut")) {
      Thread.sleep(20);
    }
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("onnxfi."))
          .toList();
    }
  }

  @Test
  void shouldEndWithTheNumberOfTheSignalAndLeaveNothing() throws Exception {
    List<String> ignored = new ArrayList<>();
    Map<String, Integer> signals =
        Effort.isLong() ? Map.of("INT", 130, "TERM", 143, "HUP", 129) : Map.of("TERM", 143);
    for (Map.Entry<String, Integer> signal : signals.entrySet()) {
      Path run = folder.resolve(signal.getKey());
      Process process = start(List.of(), replay(run));
      awaitWork(process);
      if (isIgnored(signal.getValue() - FIRST_SIGNAL_CODE, process)) {
        ignored.add(signal.getKey());
        process.destroyForcibly().waitFor();
        assertThat(end(start(List.of(), "--version"))).isZero();
        continue;
      }
      signal(signal.getKey(), process);
      assertThat(end(process)).as(Files.readString(err())).isEqualTo(signal.getValue());
      assertThat(Files.readString(err())).contains("interrupted; the same command with --resume");
      assertThat(left()).isEmpty();
    }
    assumeThat(ignored).as("signals that whoever started these tests has ignored").isEmpty();
  }

  @Test
  void shouldRemoveWhatAKilledProcessLeft() throws Exception {
    Process killed = start(List.of(), replay(folder.resolve("run")));
    awaitWork(killed);
    killed.destroyForcibly().waitFor();
    Path never = Files.createDirectory(folder.resolve("onnxfi.never1"));
    Files.setLastModifiedTime(never, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.createDirectory(folder.resolve("onnxfi.begins"));
    Path other = Files.createDirectory(folder.resolve("onnxfi.not-ours"));
    assertThat(left()).hasSize(4);
    assertThat(end(start(List.of(), "--version"))).isZero();
    assertThat(left()).containsExactlyInAnyOrder("onnxfi.begins", other.getFileName().toString());
  }

  @Test
  void shouldLeaveTheFolderOfALivingProcessAlone() throws Exception {
    Path living = Files.createDirectory(folder.resolve("onnxfi.living"));
    try (FileChannel channel =
            FileChannel.open(
                living.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      assertThat(lock).isNotNull();
      assertThat(end(start(List.of(), "--version"))).isZero();
      assertThat(left()).containsExactly("onnxfi.living");
    }
    assertThat(end(start(List.of(), "--version"))).isZero();
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldSayThatMemoryIsShort() throws Exception {
    Process process = start(List.of("-XX:MaxDirectMemorySize=4k"), replay(folder.resolve("run")));
    assertThat(end(process)).isEqualTo(3);
    assertThat(Files.readString(err()).lines())
        .last()
        .asString()
        .startsWith("onnxfi: not enough memory")
        .contains("ONNXFI_JAVA_OPTIONS=-XX:MaxDirectMemorySize");
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldNotSucceedWhenItsResultsAreLost() throws Exception {
    Process piped = start(List.of(), "layers", MODEL);
    piped.getInputStream().close();
    assertThat(end(piped)).isEqualTo(141);
    assertThat(err()).isEmptyFile();
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      String command = String.join("' '", "layers", MODEL);
      Process process = startInShell("'" + command + "' >/dev/full");
      assertThat(end(process)).isEqualTo(3);
      assertThat(Files.readString(err()))
          .contains("cannot write the results to the standard output");
    }
  }

  private Process startInShell(String words) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "exec '" + java + "' @src/main/launcher/jvm.options io.onnxfi.cli.Main " + words);
    builder.environment().put("CLASSPATH", classPath());
    return builder.redirectError(err().toFile()).start();
  }

  @Test
  void shouldWriteNumbersAlikeEverywhere() throws Exception {
    String here = layers(List.of());
    assertThat(here).contains("fc1");
    for (List<String> locale :
        List.of(
            List.of("-Duser.language=ar", "-Duser.country=EG"), List.of("-Duser.language=tr"))) {
      assertThat(layers(locale)).isEqualTo(here);
    }
  }

  @Test
  void shouldTellVersionsWithoutLoadingAFramework() throws Exception {
    String said = out(start(List.of("-Xlog:library=info"), "--version"));
    assertThat(said).contains("libnio", "ONNX Runtime 1").doesNotContain("onnxruntime", "libtorch");
  }

  private String layers(List<String> options) throws Exception {
    return out(start(options, "layers", MODEL));
  }

  private String out(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(end(process)).isZero();
    return out;
  }
}
