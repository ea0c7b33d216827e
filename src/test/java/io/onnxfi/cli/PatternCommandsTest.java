package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Error patterns from the drawn list to the outcomes. */
class PatternCommandsTest {
  @TempDir private Path folder;

  private Path model;
  private Path list;

  @BeforeEach
  void save() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    list = folder.resolve("list.csv");
  }

  private Cli.Result generate(String reach, String... more) {
    Object[] base = {
      "faults",
      "generate",
      "--model",
      model,
      "--reach",
      reach,
      "--fault",
      "random:-9,9",
      "--out",
      list
    };
    Object[] all = Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return Cli.run(all);
  }

  private String replay(String name, Object... more) throws IOException {
    Path run = folder.resolve(name);
    Cli.Result result = Cli.replay(model, list, run, more);
    assertThat(result.code()).as(result.err()).isZero();
    return Files.readString(run.resolve("outcomes-ort.csv"));
  }

  @Test
  void shouldRunWhatWasDrawn() throws IOException {
    Cli.Result drawn = generate("winograd-thread", "--trials", "15");
    assertThat(drawn.code()).as(drawn.err()).isZero();
    assertThat(Files.readAllLines(list).subList(1, 16))
        .allMatch(row -> row.contains("activation/") && !row.contains("winograd"));

    String outcomes = replay("cut", "--backend", "ort,djl", "--seed", 5);
    assertThat(replay("plain", "--backend", "ort", "--seed", 5, "--engine", "plain"))
        .isEqualTo(outcomes);
    assertThat(replay("other", "--backend", "ort", "--seed", 6)).isNotEqualTo(outcomes);
  }

  /** The trial of the list by itself: its place and numbers are those of the run. */
  @Test
  void shouldInjectATrialOfAList() {
    generate("shattered:4,50,100", "--trials", "3");
    Path faulty = folder.resolve("faulty.onnx");
    Cli.Result result =
        Cli.run("inject", model, "--faults", list, "--trial", 2, "--seed", 5, "--out", faulty);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("activation conv\\d: \\d+ of \\d+ elements changed");
  }

  @Test
  void shouldSayHowManyDrawsDidNotFit() {
    Cli.Result drawn = generate("gemm-warp", "--trials", "5", "--layers", "linear");
    assertThat(drawn.code()).as(drawn.err()).isZero();
    assertThat(drawn.err())
        .hasLineCount(1)
        .startsWith("onnxfi: note: " + list + ": ")
        .contains("of 5 patterns", "drawn did not fit");
  }

  @Test
  void shouldRefusePatternsOfWeights() {
    Cli.Result drawn = generate("bullet-wake:100", "--sites", "weights");
    assertThat(drawn.code()).isEqualTo(2);
    assertThat(drawn.err())
        .isEqualTo(
            "onnxfi: --reach bullet-wake:100: expected --sites activations, for patterns are what"
                + " was computed wrong, found weights%n".formatted());
    assertThat(list).doesNotExist();
  }
}
