package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StudyCommandTest {
  @Test
  void shouldListAStudyPerLine() {
    Cli.Result result = Cli.run("study", "list");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.matches("[a-z-]+ +[A-Z].*\\."));
    assertThat(result.out()).contains("ber ", "weight-noise ").doesNotContain("list");
  }

  @Test
  void shouldNameTheStudiesIfNoneOrAnUnknownOneIsAskedFor() {
    Cli.Result none = Cli.run("study");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).startsWith("onnxfi: expected one of [list, ber").contains("--help");

    Cli.Result unknown = Cli.run("study", "bir");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("onnxfi: ").contains("bir");
  }

  /** Only studies take a configuration. */
  @Test
  void shouldNotReadAFileForOtherCommands() {
    Cli.Result result = Cli.run("layers", "--config", "missing.yaml", "model.onnx");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Unknown options: '--config'");
  }
}
