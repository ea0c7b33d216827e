package io.onnxfi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar and its POM, installed into a Maven repository and used from another project: the program
 * that the documentation shows.
 */
class InstalledJarTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path PAGE = ROOT.resolve("src/site/java.md");
  private static final Pattern CODE = Pattern.compile("(?s)```java\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void shouldServeTheProgramOfTheDocumentation() throws Exception {
    Path repository = folder.resolve("repository");
    Path jar = folder.resolve("onnxfi.jar");
    pack(ROOT.resolve("target/classes"), jar);
    Output installed =
        maven(
            ROOT,
            repository,
            "install:install-file",
            "-Dfile=" + jar,
            "-DpomFile=" + ROOT.resolve("pom.xml"));
    assumeTrue(
        installed.code() == 0 || !installed.text().contains("could not be resolved"),
        "Maven's install plugin is not at hand; run once with a network");
    assertThat(installed.code()).as(installed.text()).isZero();

    Path project = Files.createDirectory(folder.resolve("project"));
    Path sources = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(project.resolve("pom.xml"), pom());
    Files.writeString(sources.resolve("Example.java"), example());
    Output compiled =
        maven(
            project,
            repository,
            "compile",
            "org.apache.maven.plugins:maven-dependency-plugin:"
                + version("maven-dependency-plugin")
                + ":build-classpath",
            "-Dmdep.outputFile=classpath.txt");
    assertThat(compiled.code()).as(compiled.text()).isZero();

    String classPath =
        project.resolve("target/classes")
            + File.pathSeparator
            + Files.readString(project.resolve("classpath.txt")).strip();
    assertThat(classPath).contains(repository.toString());
    Output run =
        run(
            project,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            classPath,
            "Example",
            ROOT.resolve("models/resnet20_cifar10.onnx").toString(),
            folder.toString());
    assertThat(run.code()).as(run.text()).isZero();
    Path outcomes = folder.resolve("run/outcomes-ort.csv");
    long critical =
        FaultList.read(outcomes).rows().stream().filter(InstalledJarTest::isCritical).count();
    assertThat(run.text().lines().filter(line -> line.contains(" bit "))).hasSize((int) critical);
    assertThat(run.text()).containsPattern("Undecided|quivalent");
    assertThat(folder.resolve("run/summary.json")).isNotEmptyFile();
    assertThat(folder.resolve("run/outcomes-djl.csv")).isNotEmptyFile();
  }

  private static boolean isCritical(FaultRow fault) {
    return fault.counts().orElseThrow().critical() > 0;
  }

  /** The first program on the page. */
  private static String example() throws IOException {
    Matcher code = CODE.matcher(Files.readString(PAGE));
    assertThat(code.find()).as("a Java program in " + PAGE).isTrue();
    return code.group(1);
  }

  /**
   * A project that needs nothing but OnnxFI, built with the plugins that this one is built with.
   */
  private static String pom() throws IOException {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>org.example</groupId>
      <artifactId>example</artifactId>
      <version>1</version>
      <properties>
        <maven.compiler.release>17</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencies>
        <dependency>
          <groupId>io.onnxfi</groupId>
          <artifactId>onnxfi</artifactId>
          <version>%s</version>
        </dependency>
      </dependencies>
      <build>
        <plugins>
          <plugin><artifactId>maven-resources-plugin</artifactId><version>%s</version></plugin>
          <plugin><artifactId>maven-compiler-plugin</artifactId><version>%s</version></plugin>
        </plugins>
      </build>
    </project>
    """
        .formatted(
            text("<artifactId>onnxfi</artifactId>\\s*<version>([^<]+)"),
            version("maven-resources-plugin"),
            version("maven-compiler-plugin"));
  }

  private static String version(String plugin) throws IOException {
    return text("<artifactId>%s</artifactId>\\s*<version>([^<]+)".formatted(plugin));
  }

  private static String text(String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(entry).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(entry, out);
        out.closeEntry();
      }
    }
  }

  /** In a repository of its own, behind which stands the one that this build uses. */
  private Output maven(Path project, Path repository, String... arguments) throws Exception {
    String usual =
        System.getProperty(
            "localRepository",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
    List<String> words =
        new ArrayList<>(
            List.of(
                ROOT.resolve(File.separatorChar == '/' ? "mvnw" : "mvnw.cmd").toString(),
                "-B",
                "-q",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + usual,
                "-Dmaven.repo.local.tail.ignoreAvailability=true"));
    words.addAll(Arrays.asList(arguments));
    return run(project, words.toArray(String[]::new));
  }

  /** What a process said, and its exit code. */
  private record Output(int code, String text) {}

  private Output run(Path directory, String... words) throws Exception {
    Path said = Files.createTempFile(folder, "said", ".txt");
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Output(process.waitFor(), Files.readString(said));
  }
}
