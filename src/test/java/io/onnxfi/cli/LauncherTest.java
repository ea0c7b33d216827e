package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real script, in a checkout whose program only says how it was started. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  /** Blanks, quotes, what shells expand, what argument files escape, and letters beyond ASCII. */
  private static final String AWKWARD = "a b'c\"d$HOME`e`\\f%s-ü-日本";

  private static final String PROGRAM =
      """
      package io.onnxfi.cli;
      public class Main {
        public static void main(String[] arguments) throws Exception {
          var out = new java.io.PrintStream(System.out, true, "UTF-8");
          out.println("classes=" + Main.class.getProtectionDomain().getCodeSource().getLocation().toURI().getPath());
          out.println("home=" + System.getProperty("onnxfi.home"));
          out.println("given=" + System.getProperty("given"));
          out.println("scratch=" + System.getProperty("java.io.tmpdir"));
          for (String argument : arguments) {
            out.println("argument=" + argument);
            java.nio.file.Path file = java.nio.file.Path.of(argument);
            out.println("there=" + java.nio.file.Files.exists(file));
          }
        }
      }
      """;

  /** Stands for Maven: says in a file that it ran, and leaves what a build leaves. */
  private static final String BUILD =
      """
      #!/bin/sh
      echo built >>build.log
      sleep "${BUILD_SECONDS:-0}"
      [ -z "${BUILD_FAILS:-}" ] || exit 1
      cp -R classes/. target/classes
      printf '%s' "$PWD/library.jar" >target/runtime.classpath
      """;

  private static final String CALL = "#!/bin/sh\nexec '%s' \"$@\"\n";

  @TempDir private Path folder;
  private Path checkout;
  private final Map<Process, Path> errors = new HashMap<>();

  /** How a start ended. */
  private record Result(int code, String out, String err) {}

  @BeforeEach
  void makeBuiltCheckout() throws IOException {
    checkout = makeCheckout(folder.resolve("checkout"));
    Path target = Files.createDirectories(checkout.resolve("target"));
    copy(checkout.resolve("classes"), target.resolve("classes"));
    Files.writeString(
        target.resolve("runtime.classpath"), checkout.resolve("library.jar").toString());
  }

  private static Path makeCheckout(Path home) throws IOException {
    Files.createDirectories(home.resolve("src/main/launcher"));
    Files.copy(Path.of("onnxfi"), home.resolve("onnxfi"));
    Files.copy(
        Path.of("src/main/launcher/jvm.options"), home.resolve("src/main/launcher/jvm.options"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("library.jar"), "");
    executable(home.resolve("mvnw"), BUILD);
    Path source = home.resolve("Main.java");
    Files.writeString(source, PROGRAM);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", home.resolve("classes").toString(), source.toString());
    assertThat(compiled).isZero();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) { // before any build
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
      }
    }
    return home;
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** With the times of files and folders, as {@code cp -a} does. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      List<Path> all = new ArrayList<>(files.toList());
      for (Path file : all) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
      Collections.reverse(all); // a folder's time changes with what is put into it
      for (Path file : all) {
        Files.setLastModifiedTime(
            to.resolve(from.relativize(file).toString()), Files.getLastModifiedTime(file));
      }
    }
  }

  private Process begin(Map<String, String> environment, Path where, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().remove("ONNXFI_JAVA_OPTIONS");
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    Path file = Files.createTempFile(folder, "errors", ".txt");
    Process process = builder.redirectError(file.toFile()).start();
    errors.put(process, file);
    return process;
  }

  private Result end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Result(code, out, Files.readString(errors.get(process)));
  }

  private Result start(Map<String, String> environment, Path where, String... command)
      throws IOException, InterruptedException {
    return end(begin(environment, where, command));
  }

  private Result start(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("onnxfi").toString()));
    command.addAll(List.of(arguments));
    return start(environment, folder, command.toArray(String[]::new));
  }

  private int builds() throws IOException {
    Path log = checkout.resolve("build.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private void unbuild() throws IOException {
    Files.delete(checkout.resolve("target/runtime.classpath"));
  }

  private static void assertMissing(Result result, String... words) {
    assertThat(result.code()).as(result.err()).isEqualTo(3);
    assertThat(result.err()).startsWith("onnxfi: ").contains(words).hasLineCount(1);
  }

  @Test
  void shouldStartThroughLinksFromAnywhere() throws Exception {
    Path real = checkout.toRealPath();
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../checkout/onnxfi"));
    Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));
    for (String shell : List.of("sh", "dash", "bash", "busybox")) {
      List<String> command = new ArrayList<>(List.of(bin.resolve("second").toString()));
      if (Stream.of("/bin/", "/usr/bin/").noneMatch(d -> Files.exists(Path.of(d + shell)))) {
        continue;
      }
      command.add(0, shell);
      if (shell.equals("busybox")) {
        command.add(1, "sh");
      }
      Result result = start(Map.of("CDPATH", "/:" + folder), bin, command.toArray(String[]::new));
      assertThat(result.err()).as(shell).isEmpty();
      assertThat(result.out()).as(shell).contains("home=" + real + "\n");
    }
  }

  @Test
  void shouldRunItsOwnClassesInACopy() throws Exception {
    assertThat(start(Map.of()).code()).isZero();
    Path other = folder.resolve("other");
    copy(checkout, other);
    Result result = start(Map.of(), folder, other.resolve("onnxfi").toString());
    assertThat(result.out())
        .contains("classes=" + other.toRealPath().resolve("target/classes"))
        .contains("home=" + other.toRealPath());
    assertThat(Files.exists(other.resolve("build.log"))).isFalse();
  }

  @Test
  void shouldTakeAnyNameInAnyLocale() throws Exception {
    Path odd = makeCheckout(folder.resolve(AWKWARD));
    checkout = odd;
    Files.createDirectories(odd.resolve("target/classes"));
    for (String locale : List.of("C", "POSIX", "ar_EG.UTF-8", "de_DE.ISO-8859-1", "")) {
      Result result =
          start(
              Map.of("LC_ALL", locale, "LANG", "", "HOME", odd.toString()),
              odd.toString(),
              "",
              "*",
              "@file");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out())
          .as(locale)
          .contains("argument=" + odd + "\nthere=true")
          .contains("home=" + odd.toRealPath() + "\n")
          .contains("argument=\n", "argument=*\n", "argument=@file\n");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shouldPassOptionsOnWithTheirQuotes() throws Exception {
    Map<String, String> options =
        Map.of("ONNXFI_JAVA_OPTIONS", "-Xmx64m '-Dgiven=a  b' -Dother=\"c d\" -Dlast=$HOME*");
    assertThat(start(options).out()).contains("given=a  b\n");
    assertMissing(start(Map.of("ONNXFI_JAVA_OPTIONS", "-Dgiven='a")), "ONNXFI_JAVA_OPTIONS");
    assertMissing(start(Map.of("ONNXFI_JAVA_OPTIONS", "-Xno")), "-Xno", "ONNXFI_JAVA_OPTIONS");
  }

  @Test
  void shouldSayWhichJavaIsMissing() throws Exception {
    assertMissing(start(Map.of("JAVA_HOME", "/nowhere")), "JAVA_HOME is /nowhere", "JDK 17");
    Path old = folder.resolve("old");
    executable(old.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    Map<String, String> versions = Map.of("1.8.0_292", "8", "11.0.2", "11", "16", "16");
    for (Map.Entry<String, String> version : versions.entrySet()) {
      Files.writeString(
          old.resolve("release"), "X=\"y\"\nJAVA_VERSION=\"" + version.getKey() + "\"\n");
      assertMissing(
          start(Map.of("JAVA_HOME", old.toString())),
          "is Java " + version.getValue() + ";",
          "JDK 17");
    }
    Files.delete(old.resolve("release"));
    assertMissing(start(Map.of("JAVA_HOME", old.toString())), "no Java that runs here");
    executable(old.resolve("bin/java"), "#!/bin/sh\necho 'java version \"9\"' >&2\n");
    assertMissing(start(Map.of("JAVA_HOME", old.toString())), "is Java 9;");
    assertMissing(start(Map.of("JAVA_HOME", "", "PATH", pathWithoutJava())), "Java was not found;");
  }

  private String pathWithoutJava() throws IOException {
    Path tools = folder.resolve("tools");
    for (String tool : List.of("sh", "dirname", "readlink", "locale", "sed", "grep", "head")) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path file = Path.of(place, tool);
        if (Files.exists(file) && !Files.exists(tools.resolve(tool))) {
          executable(tools.resolve(tool), CALL.formatted(file));
        }
      }
    }
    return tools.toString();
  }

  @Test
  void shouldNeedACompilerOnlyToBuild() throws Exception {
    Path runtime = folder.resolve("runtime");
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    executable(runtime.resolve("bin/java"), CALL.formatted(java));
    Map<String, String> environment = Map.of("JAVA_HOME", runtime.toString());
    assertThat(start(environment).code()).isZero();
    unbuild();
    assertMissing(start(environment), "needs a JDK", "javac");
    assertThat(builds()).isZero();
  }

  @Test
  void shouldBuildOnceWhenTwoStartAtOnce() throws Exception {
    unbuild();
    Map<String, String> slow = Map.of("BUILD_SECONDS", "2");
    String launcher = checkout.resolve("onnxfi").toString();
    Process first = begin(slow, folder, launcher);
    Process second = begin(slow, folder, launcher);
    List<Result> results = List.of(end(first), end(second));
    assertThat(results).allMatch(result -> result.code() == 0);
    assertThat(builds()).isEqualTo(1);
    assertThat(results.get(0).err() + results.get(1).err())
        .containsOnlyOnce("onnxfi: building")
        .containsOnlyOnce("onnxfi: waiting for the build of process");
  }

  @Test
  void shouldBuildAgainAfterABuildThatFailedOrWasKilled() throws Exception {
    unbuild();
    Result failed = start(Map.of("BUILD_FAILS", "1"));
    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err()).contains("onnxfi: the build failed");
    Process killed = begin(Map.of("BUILD_SECONDS", "5"), folder, checkout + "/onnxfi");
    while (builds() < 2) {
      Thread.sleep(20);
    }
    killed.destroyForcibly().waitFor();
    killed.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThat(start(Map.of()).code()).isZero();
    assertThat(builds()).isEqualTo(3);
    assertThat(Files.exists(checkout.resolve("target/onnxfi.lock"))).isFalse();
  }

  @Test
  void shouldBuildAgainWhenSomethingIsNewerOrGone() throws Exception {
    Files.writeString(checkout.resolve("src/main/New.java"), "");
    Files.setLastModifiedTime(
        checkout.resolve("src/main/New.java"), FileTime.from(Instant.now().plusSeconds(1)));
    Thread.sleep(1100);
    assertThat(start(Map.of()).code()).isZero();
    assertThat(builds()).isEqualTo(1);
    Files.delete(checkout.resolve("library.jar"));
    executable(checkout.resolve("mvnw"), BUILD + "touch library.jar\n");
    assertThat(start(Map.of()).code()).isZero();
    assertThat(builds()).as("touched and gone").isEqualTo(2);
  }

  /** A build of its own: the program for one machine is not built for it. */
  @Test
  void shouldPackageTheApplicationForSpark() throws Exception {
    unbuild();
    Result packaged = start(Map.of(), "package", "--spark");
    assertThat(packaged.code()).as(packaged.err()).isZero();
    assertThat(packaged.out())
        .isEqualTo(checkout.toRealPath().resolve("target/spark/onnxfi-spark.jar") + "\n");
    assertThat(builds()).isEqualTo(1);
    Result failed = start(Map.of("BUILD_FAILS", "yes"), "package", "--spark");
    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err().lines().toList().get(1)).startsWith("onnxfi: the build failed");
    Result unknown = start(Map.of(), "package");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).isEqualTo("onnxfi: package: expected --spark\n");
  }

  @Test
  void shouldWriteNothingWhenNothingChanged() throws Exception {
    Map<String, FileTime> before = times();
    assertThat(start(Map.of()).code()).isZero();
    assertThat(times()).isEqualTo(before);
  }

  private Map<String, FileTime> times() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(checkout)) {
      for (Path file : files.toList()) {
        times.put(file.toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void shouldRunWhereItCannotWrite() throws Exception {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root may write anywhere");
    Files.writeString(checkout.resolve("src/main/New.java"), "");
    for (Path closed : List.of(checkout, checkout.resolve("target"))) {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    Result result = start(Map.of());
    for (Path open : List.of(checkout, checkout.resolve("target"))) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("running the build as it is");
  }

  @Test
  void shouldSayThatFoldersAreMissing() throws Exception {
    assertMissing(start(Map.of("TMPDIR", "/nowhere")), "/nowhere", "set TMPDIR");
    Path gone = Files.createDirectories(folder.resolve("gone"));
    String script = "rmdir '%s'; exec '%s'".formatted(gone, checkout.resolve("onnxfi"));
    Result lost = start(Map.of(), gone, "sh", "-c", script);
    assertThat(lost.code()).isEqualTo(3);
    assertThat(lost.err()).contains("onnxfi: the current folder no longer exists");
    Path divided = makeCheckout(folder.resolve("a:b"));
    assertMissing(start(Map.of(), folder, divided.resolve("onnxfi").toString()), "':'");
  }

  @Test
  void shouldGiveEachProcessATemporaryFolder() throws Exception {
    List<String> folders =
        Stream.of(start(Map.of()), start(Map.of()))
            .flatMap(result -> result.out().lines())
            .filter(line -> line.startsWith("scratch=" + folder + "/onnxfi."))
            .collect(Collectors.toList());
    assertThat(folders).hasSize(2).doesNotHaveDuplicates();
  }
}
