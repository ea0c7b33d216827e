package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  private static final String LIST =
      """
      Injection,Layer,TensorIndex,Bit,Model,Site
      0,conv1,"(0, 1, 2)",,gaussian:0.1,activation/tensor
      1,conv2,"(3, 1, 2)",,random,activation/channel
      2,conv1,"(3, 1, 2)",30,flip,activation
      """;

  @TempDir private Path folder;
  private Path model;
  private Path list;
  private Path profile;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    list = Files.writeString(folder.resolve("faults.csv"), LIST);
    profile = folder.resolve("ranges.json");
  }

  private Cli.Result profile(Object... more) {
    return Cli.run(
        Cli.join(new Object[] {"profile", model, "--dataset", "synthetic", "--images", 40}, more));
  }

  @Test
  void shouldPrintATableAndWriteTheProfile() {
    Cli.Result result = profile("--out", profile);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("non-finite", "conv1", "Written to " + profile);
    Map<String, Object> json = Json.read(profile);
    assertThat(json)
        .containsOnlyKeys("format", "onnxfi", "model", "data", "options", "backends", "values");
    assertThat(profile("--json", "--layers", "conv1").out()).startsWith("{\n  \"format\" : 1,");
  }

  @Test
  void shouldNotWriteOverTheModel() {
    Cli.Result result = profile("--out", model);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("which would be overwritten").hasLineCount(1);
  }

  @Test
  void shouldReplayFaultsThatDependOnRanges() {
    profile("--out", profile);
    Path run = folder.resolve("run");
    Cli.Result result = Cli.replay(model, list, run, "--profile", profile, "--seed", 4);
    assertThat(result.code()).as(result.err()).isZero();
    FaultList outcomes = FaultList.read(run.resolve("outcomes-djl.csv"));
    assertThat(outcomes.rows()).hasSize(3);
    assertThat(outcomes.rows().get(0).counts().orElseThrow().masked()).isLessThan(60);
    Map<String, Object> manifest = Json.read(run.resolve("manifest.json"));
    assertThat(manifest.get("faults").toString())
        .contains("profile={file=ranges.json, sha256=" + Cli.sha256(profile), "fault_seed=4");
    Path plain = folder.resolve("plain");
    Cli.replay(
        model, list, plain, "--profile", profile, "--seed", 4, "--engine", "plain", "--threads", 1);
    assertThat(plain.resolve("outcomes-ort.csv"))
        .hasSameTextualContentAs(run.resolve("outcomes-ort.csv"));
    Cli.Result given =
        Cli.run("attribute", run, "--model", model, "--dataset", "synthetic", "--profile", profile);
    assertThat(given.code()).as(given.err()).isZero();
    Cli.Result missing =
        Cli.run("attribute", run, "--model", model, "--dataset", "synthetic", "--sample", 1);
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err())
        .contains("the run drew from the profile ranges.json; give it with --profile")
        .hasLineCount(1);
  }

  @Test
  void shouldRefuseFaultsWhoseRangesAreUnknownBeforeAnythingRuns() {
    Path run = folder.resolve("run");
    Cli.Result result = Cli.replay(model, list, run);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains(
            "the fault needs the range of 'conv1', which no profile tells; make one with 'onnxfi"
                + " profile' and give it with --profile")
        .hasLineCount(1);
    assertThat(run).doesNotExist();
    profile("--out", profile, "--layers", "conv1");
    Cli.Result narrow = Cli.replay(model, list, run, "--profile", profile);
    assertThat(narrow.code()).isEqualTo(3);
    assertThat(narrow.err()).contains("the range of 'conv2', which this profile does not have");
  }

  @Test
  void shouldRefuseAProfileOfAnotherModel() {
    profile("--out", profile);
    Graphs.tinyCnn(3).save(model);
    Cli.Result result = Cli.replay(model, list, folder.resolve("run"), "--profile", profile);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("ranges.json: expected a profile of", "found that of another model")
        .hasLineCount(1);
  }

  @Test
  void shouldListWhatNodesCompute() {
    Cli.Result result = Cli.run("layers", model, "--activations");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("conv1 +conv1 +Conv +float +\\[16, 16, 16\\] +4,096 +131,072")
        .contains(" values of one image");
    assertThat(Cli.run("layers", model, "--activations", "--json").out())
        .contains("\"value\" : \"conv1\"", "\"neurons\" : 4096", "\"bits\" : 131072");
  }
}
