package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";

  @TempDir private Path folder;

  private Path list(String name, int critical) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file, HEADER + "0,conv1,\"(0, 0)\",5,100,0,%d,%d\n".formatted(100 - critical, critical));
    return file;
  }

  @Test
  void shouldEndWithOneIfTheSidesDisagree() throws IOException {
    Path a = list("a.csv", 10);
    Path b = list("b.csv", 16);
    Cli.Result disagree = Cli.run("compare", a, b);
    assertThat(disagree.code()).isEqualTo(1);
    assertThat(disagree.out()).contains("The counts do not agree").contains("+6");
    assertThat(Cli.run("compare", a, b, "--tolerance", 6).code()).isZero();
    assertThat(Cli.run("compare", a, b, "--share", 0).code()).isZero();
    assertThat(Cli.run("compare", a, a).out()).contains("no fault differs");
  }

  @Test
  void shouldEndWithAVerdictThatTheMarginDecides() throws IOException {
    Path a = list("a.csv", 10);
    assertThat(Cli.run("compare", a, a).out()).contains("Undecided within ±0.1 pp: no critical");
    Path many = folder.resolve("many.csv");
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> i + ",conv1,\"(0, " + i + ")\",5,100,0,90,10\n")
            .collect(Collectors.joining());
    Files.writeString(many, HEADER + rows);
    // 1 − 0.05^(1/40) = 7.2 % of all faults could differ unseen.
    assertThat(Cli.run("compare", many, many, "--margin", 7).out())
        .contains("Undecided within ±7 pp");
    assertThat(Cli.run("compare", many, many, "--margin", 7.5).out())
        .contains("Equivalent within ±7.5 pp: no critical count of 40 faults differs");
    Cli.Result json = Cli.run("compare", a, a, "--margin", 0.5, "--json");
    assertThat(json.out()).contains("\"decision\" : \"undecided\"").contains("\"margin\" : 0.005");
    assertThat(json.code()).isZero();
    Cli.Result negative = Cli.run("compare", a, a, "--margin", -1);
    assertThat(negative.code()).isEqualTo(2);
    assertThat(negative.err()).contains("expected above 0 and at most 100 percentage points");
  }

  /** The help is a format string: a sign of per cent in it must be doubled. */
  @Test
  void shouldExplainTheVerdictInItsHelp() {
    assertThat(Cli.run("compare", "--help").out())
        .contains("at 5 %, clustered by fault")
        .doesNotContain("%%");
  }

  @Test
  void shouldRefuseWhatCannotBeCompared() throws IOException {
    Cli.Result alone = Cli.run("compare", list("a.csv", 1));
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("expected a run of two backends, or a second side");
    Cli.Result empty = Cli.run("compare", folder, list("a.csv", 1));
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("expected a run directory (manifest.json), found none");
    Cli.Result negative = Cli.run("compare", list("a.csv", 1), list("b.csv", 1), "--share", 101);
    assertThat(negative.code()).isEqualTo(2);
  }

  @Test
  void shouldSayOnceWhatWasAssumedOfAList() throws IOException {
    Path b = folder.resolve("b.csv");
    Files.writeString(b, Files.readString(list("a.csv", 10)).replace("\"(0, 0)\"", "0 0"));
    Files.writeString(b, Files.readString(b).replace(',', ';'));
    Cli.Result both = Cli.run("compare", b, b);
    assertThat(both.code()).as(both.err()).isZero();
    assertThat(both.err()).containsOnlyOnce("b.csv: columns separated by ';'");
  }
}
