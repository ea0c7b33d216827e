package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyBerCommandTest extends SmallBerStudy {
  @Test
  void shouldWriteTheTablesOfTheStudyThatItIsModelledOn() throws IOException {
    Path out = done("study");

    assertThat(out.resolve("detail-tiny.csv"))
        .content()
        .startsWith("error_rate,top1,top5,repetition,seed,flipped_bits,non_finite,");
    assertThat(rows(out.resolve("detail-tiny.csv"))).hasSize(4 * 4);
    assertThat(out.resolve("tiny.csv")).content().startsWith("error_rate,top1,top5,repetitions,");
    assertThat(rows(out.resolve("tiny.csv"))).hasSize(4);
  }

  /** Errors are nested in the rate: no pattern has fewer at a higher one. */
  @Test
  void shouldFlipMoreBitsAtHigherRatesOfAPattern() throws IOException {
    List<String[]> rows = rows(done("study").resolve("detail-tiny.csv"));

    for (int i = 4; i < rows.size(); i++) {
      assertThat(rows.get(i)[4]).isEqualTo(rows.get(i - 4)[4]);
      assertThat(Long.parseLong(rows.get(i)[5]))
          .isGreaterThanOrEqualTo(Long.parseLong(rows.get(i - 4)[5]));
    }
    assertThat(Long.parseLong(rows.get(rows.size() - 1)[5])).isGreaterThan(100);
  }

  /** The errors as a fault list: any of them can be replayed, and has the accuracy of the study. */
  @Test
  void shouldListErrorsThatAReplayRepeats() throws IOException {
    Path out = done("study");
    Path run = folder.resolve("run");
    Cli.Result replay =
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            out.resolve("trials-tiny.csv"),
            "--dataset",
            "synthetic",
            "--images",
            IMAGES,
            "--out",
            run);
    assertThat(replay.code()).as(replay.err()).isZero();
    List<Trial> trials = FaultList.read(out.resolve("trials-tiny.csv")).trials();
    Outcomes outcomes = Outcomes.read(run.resolve("outcomes-djl.csv"));
    List<String[]> details = rows(out.resolve("detail-tiny.csv"));
    assertThat(trials).hasSizeGreaterThan(6);
    for (int i = 0; i < trials.size(); i++) {
      String[] detail = details.get((int) trials.get(i).id());
      long correct = outcomes.trials().get(i).extra().correct().orElseThrow();
      long nonFinite = outcomes.trials().get(i).extra().nonFinite().orElseThrow();
      if (nonFinite == 0) {
        assertThat(Double.parseDouble(detail[9])).isEqualTo(100.0 * correct / IMAGES);
      }
    }
  }

  @Test
  void shouldDrawAnewForEveryRateIfAsked() throws IOException {
    List<String[]> rows = rows(done("study", "--independent").resolve("detail-tiny.csv"));

    assertThat(rows.stream().map(row -> row[4]).distinct()).hasSize(rows.size());
  }

  @Test
  void shouldStopAtTheMargin() throws IOException {
    List<String[]> rows =
        rows(done("study", "--margin", 45, "--repetitions", "20").resolve("tiny.csv"));
    assertThat(rows.stream().map(row -> Integer.parseInt(row[3])))
        .allMatch(repetitions -> repetitions % 5 == 0)
        .contains(5);
  }

  @Test
  void shouldTakeOptionsFromAFileAndWriteThemAll() throws IOException {
    Path out = done("study", "--select", "conv1,conv2", "--seed", 7);
    Path again = folder.resolve("again");

    Cli.Result result =
        Cli.run("study", "ber", "--config", out.resolve("config.yaml"), "--out", again);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(results(again)).isEqualTo(results(out));
    assertThat(again.resolve("config.yaml")).hasSameTextualContentAs(out.resolve("config.yaml"));
    Cli.Result other =
        Cli.run(
            "study",
            "ber",
            "--config=" + out.resolve("config.yaml"),
            "--rates",
            "1e-3",
            "--out",
            folder.resolve("other"));
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(rows(folder.resolve("other").resolve("tiny.csv"))).hasSize(1);
  }

  @Test
  void shouldSayWhatKeywordsChose() {
    Cli.Result result = study(folder.resolve("study"), "--select", "conv,conv2");

    assertThat(result.err()).contains("tiny: conv: ", "tiny: conv2: ", "bits");
  }

  @Test
  void shouldStrikeActivations() throws IOException {
    Path out = done("study", "--sites", "activations", "--backend", "ort");

    assertThat(out.resolve("trials-tiny.csv")).content().contains("activation/tensor");
    List<String[]> rows = rows(out.resolve("tiny.csv"));
    assertThat(Double.parseDouble(rows.get(3)[1])).isLessThan(Double.parseDouble(rows.get(0)[1]));
  }

  @Test
  void shouldDescribeTheStudyInItsManifest() {
    Map<String, Object> manifest = Json.read(done("study").resolve("manifest.json"));

    assertThat(manifest)
        .containsOnlyKeys("onnxfi", "study", "identity", "config", "backends", "machine");
    assertThat(manifest.get("identity").toString()).contains(Cli.sha256(model), "generator=");
  }
}
