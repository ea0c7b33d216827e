package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.onnxfi.backend.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on a real cluster: a master and two workers, each a process. */
class SparkClusterTest {
  private static final Path JAR = Path.of("target/spark/onnxfi-spark.jar").toAbsolutePath();
  private static final String SPARK = System.getProperty("onnxfi.test.spark", "");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int FAULTS = 300;
  private static final int FATAL_LIST = 6;
  private static final int FATAL = 3;

  @TempDir private static Path folder;
  private static final List<Process> DAEMONS = new ArrayList<>();
  private static String master;
  private static TinyReplay replay;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        !SPARK.isEmpty() && Files.isDirectory(Path.of(SPARK, "jars")),
        "skipped: no Spark; give -Donnxfi.test.spark=FOLDER of Spark 4.2.0, such as that of"
            + " PyPI's pyspark 4.2.0");
    assumeTrue(Files.exists(JAR), "skipped: no " + JAR + "; ./onnxfi package --spark makes it");
    replay = TinyReplay.in(folder, FAULTS);
    int port = freePort();
    master = "spark://127.0.0.1:" + port;
    daemon(
        "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", port);
    for (int worker = 0; worker < 2; worker++) {
      daemon(
          "worker" + worker,
          "org.apache.spark.deploy.worker.Worker",
          "--cores",
          1,
          "--memory",
          "3g",
          "--work-dir",
          folder.resolve("worker" + worker),
          master);
    }
    Cli.Result here = replay.run("here", "--threads", 2);
    assertThat(here.code()).as(here.err()).isZero();
  }

  @AfterAll
  static void stop() {
    for (Process daemon : DAEMONS) {
      daemon.descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void daemon(String name, Object... words) throws IOException {
    DAEMONS.add(start(folder.resolve(name + ".log"), "spark-class", words));
  }

  private static Process start(Path log, String program, Object... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(SPARK, "bin", program).toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", SPARK);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static Process submit(String run, Object... more) throws IOException {
    return submit(run, List.of(), replay.words(run, more));
  }

  private static Process submit(String run, List<?> options, Object... words) throws IOException {
    List<Object> all =
        new ArrayList<>(
            List.of("--master", master, "--executor-memory", "1g", "--executor-cores", 1));
    all.addAll(options);
    all.add(JAR);
    all.addAll(List.of(words));
    return start(folder.resolve(run + ".log"), "spark-submit", all.toArray());
  }

  private static void assertEnded(Process run, String name) throws Exception {
    assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(Files.readString(folder.resolve(name + ".log"))).isZero();
    replay.assertSameFiles("here", name);
  }

  private static void await(BooleanSupplier condition, Process run) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && run.isAlive() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** Another framework for driver and executors, in a jar of its own. */
  private static Path mortal() throws IOException {
    Path jar = folder.resolve("mortal.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      String name = MortalProvider.class.getName().replace('.', '/') + ".class";
      try (InputStream type = MortalProvider.class.getClassLoader().getResourceAsStream(name)) {
        entries.putNextEntry(new JarEntry(name));
        entries.write(type.readAllBytes());
      }
      entries.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
      entries.write(MortalProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** Whether some faults, but not all, are in the journal of a framework. */
  private static BooleanSupplier hasBegun(String run) {
    Path journal = folder.resolve(run).resolve("journal-ort.bin");
    return () -> Files.exists(journal) && journal.toFile().length() > 2000;
  }

  private static Predicate<ProcessHandle> runs(String word) {
    return process -> process.info().commandLine().orElse("").contains(word);
  }

  @Test
  void shouldWriteTheSameBytesAsOneProcess() throws Exception {
    assertEnded(submit("there"), "there");
    assertThat(folder.resolve("there.log")).content().contains("tasks for 2 executors");
  }

  @Test
  void shouldLoseNothingWithAnExecutor() throws Exception {
    Process run = submit("killed-executor");
    await(hasBegun("killed-executor"), run);
    List<ProcessHandle> executors =
        DAEMONS.stream()
            .flatMap(Process::descendants)
            .filter(runs("CoarseGrainedExecutorBackend"))
            .toList();
    assertThat(executors).isNotEmpty();
    executors.get(0).destroyForcibly();
    assertEnded(run, "killed-executor");
  }

  /** Spark tries its task on one executor after the other, which all end. */
  @Test
  void shouldFindTheFaultThatEndsEveryProcess() throws Exception {
    assumeTrue(
        Boolean.getBoolean("onnxfi.test.long"),
        "skipped: ends executors twelve times; -Donnxfi.test.long=true runs it");
    Path list = folder.resolve("fatal.csv");
    StringBuilder rows = new StringBuilder("Injection,Layer,TensorIndex,Bit\n");
    for (int i = 0; i < FATAL_LIST; i++) {
      rows.append(
          i == FATAL
              ? "%d,conv3,\"(0, 0, 0, 0)\",30\n".formatted(i)
              : "%d,conv2,\"(%d, 0, 0, 0)\",30\n".formatted(i, i));
    }
    Files.writeString(list, rows);
    Object[] words = {
      "replay",
      "--model",
      replay.model(),
      "--faults",
      list,
      "--dataset",
      "synthetic",
      "--images",
      50
    };
    Cli.Result healthy =
        Cli.run(Cli.join(words, "--backend", "ort", "--out", folder.resolve("healthy")));
    assertThat(healthy.code()).as(healthy.err()).isZero();
    Process run =
        submit(
            "fatal",
            List.of("--jars", mortal()),
            Cli.join(words, "--backend", "mortal", "--out", folder.resolve("fatal")));
    assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(Files.readString(folder.resolve("fatal.log"))).isZero();
    assertThat(folder.resolve("fatal.log")).content().contains("it counts as crashed");
    List<String> expected = Files.readAllLines(folder.resolve("healthy/outcomes-ort.csv"));
    List<String> found = Files.readAllLines(folder.resolve("fatal/outcomes-mortal.csv"));
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      if (i == FATAL + 1) {
        assertThat(found.get(i))
            .startsWith("%d,conv3,\"(0, 0, 0, 0)\",30,50,0,0,0,0,50,50".formatted(FATAL));
      } else {
        assertThat(found.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void shouldGoOnAfterTheDriverWasKilled() throws Exception {
    Process run = submit("killed-driver");
    await(hasBegun("killed-driver"), run);
    run.descendants().forEach(ProcessHandle::destroyForcibly);
    run.destroyForcibly().waitFor();
    assertThat(folder.resolve("killed-driver/summary.json")).doesNotExist();
    Process resumed = submit("killed-driver", "--resume");
    assertEnded(resumed, "killed-driver");
    assertThat(folder.resolve("killed-driver.log")).content().contains("continuing after");
  }
}
