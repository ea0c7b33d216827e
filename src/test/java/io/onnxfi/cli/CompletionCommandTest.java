package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, as bash takes it. */
class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void print() throws IOException {
    assumeTrue(Files.isExecutable(BASH), "no " + BASH);
    Cli.Result result = Cli.run("completion");
    assertThat(result.code()).isZero();
    script = Files.writeString(folder.resolve("completion.sh"), result.out());
  }

  @Test
  void shouldBeAcceptedByBash() throws IOException, InterruptedException {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void shouldCompleteCommandsOptionsAndValues() throws IOException, InterruptedException {
    assertThat(completed("onnxfi re")).containsExactlyInAnyOrder("replay", "report");
    assertThat(completed("onnxfi replay --prec")).containsExactly("--precision");
    assertThat(completed("onnxfi faults g")).containsExactly("generate");
    assertThat(completed("onnxfi replay --optimization ex")).containsExactly("extended");
    assertThat(completed("onnxfi import --arch resnet2")).containsExactly("resnet20");
  }

  @Test
  void shouldHoldForTheLauncherInAnyFolder() throws IOException, InterruptedException {
    String line = bash("-c", "source '%s'; complete -p onnxfi".formatted(script));
    assertThat(line).contains("-F _complete_onnxfi").endsWith(" onnxfi\n");
  }

  /** What bash offers for the last word of a line. */
  private List<String> completed(String line) throws IOException, InterruptedException {
    String words =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_onnxfi 2>/dev/null; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, line, line.split(" ").length - 1);
    return bash("-c", words).lines().map(String::strip).toList();
  }

  private static String bash(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(BASH.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
