package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.profile.ProfileFile;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest is the specification of its run. */
class RecordedSpecTest {
  @TempDir private Path folder;
  private Path model;
  private Path list;
  private Optional<Path> profile = Optional.empty();

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    list = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), 40, 3).write(list);
  }

  private CampaignSpec.Builder campaign() {
    return CampaignSpec.of(model, list, Datasets.named("synthetic")).images(60).batch(10);
  }

  private CampaignSpec recorded(RunDirectory run) {
    return new RecordedSpec(run, Manifest.read(run))
        .of(
            ModelSource.of(model),
            list,
            DataSource.of(Datasets.named("synthetic"), DataRoot.usual()),
            profile);
  }

  private void assertRepeats(CampaignSpec spec) throws IOException {
    RunDirectory first = new RunDirectory(folder.resolve("first"));
    RunDirectory second = new RunDirectory(folder.resolve("second"));
    Runs.execute(spec, first, RunListener.SILENT);
    CampaignSpec read = recorded(first);
    Runs.execute(read, second, RunListener.SILENT);
    assertThat(first.files()).hasSizeGreaterThan(3);
    for (Path file : first.files()) {
      assertThat(second.file(file.getFileName().toString())).hasSameBinaryContentAs(file);
    }
    assertThat(second.files()).hasSameSizeAs(first.files());
  }

  @Test
  void shouldRepeatAPlainRun() throws IOException {
    assertRepeats(campaign().rows("3-12").build());
  }

  @Test
  void shouldRepeatARunWithEverythingOtherwise() throws IOException {
    CampaignSpec spec =
        campaign()
            .sample(20)
            .seed(7)
            .fault(new StuckAt(true))
            .draw(new ImageDraw.Random(20))
            .margin(30)
            .rate(new RateEstimator(Strata.NONE, 0.9))
            .backends("djl", "ort")
            .settings(new BackendSettings(DeviceRequest.CPU, Optimization.BASIC))
            .nanRule(NanRule.DUE)
            .precision(Precision.parse("bf16:conv*"))
            .build();
    assertRepeats(spec);
    CampaignSpec read = recorded(new RunDirectory(folder.resolve("first")));
    assertThat(read.rate().confidence()).isEqualTo(0.9);
    assertThat(read.backends()).containsExactly("djl", "ort");
  }

  /** What the list says of activations, and a profile that it depends on. */
  @Test
  void shouldRepeatARunThatDrewFromAProfile() throws IOException {
    Files.writeString(
        list,
        """
        Injection,Layer,TensorIndex,Bit,Model,Site
        3,conv1,"(0, 1, 2)",,gaussian:0.5,activation/tensor
        4,conv2,"(3, 1, 2)",,random,activation/row
        """);
    Path file = folder.resolve("ranges.json");
    ProfileFile.write(
        file,
        Profiles.make(
            new ProfileSpec(
                ModelSource.of(model),
                new DataSource(
                    Datasets.named("synthetic"),
                    DataRoot.usual(),
                    OptionalInt.of(20),
                    Optional.empty()),
                "ort",
                BackendSettings.DEFAULT,
                10,
                1,
                Optional.empty()),
            RunListener.SILENT));
    profile = Optional.of(file);
    assertRepeats(campaign().profile(file).seed(9).build());
    RunDirectory run = new RunDirectory(folder.resolve("first"));
    assertThat(ReplayLine.of(RunResults.read(run)).run())
        .contains(" --profile ranges.json ", " --seed 9 ");
    profile = Optional.empty();
    assertThatThrownBy(() -> recorded(run))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("the run drew from the profile ranges.json; give it with --profile");
    profile = Optional.of(list);
    assertThatThrownBy(() -> recorded(run))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(list + ": expected faults.profile.sha256");
  }

  @Test
  void shouldRefuseWhatNoRunCanHave() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("first"));
    Runs.execute(campaign().sample(2).seed(1).build(), run, RunListener.SILENT);
    Path manifest = run.file(RunDirectory.MANIFEST);
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"numpy\"", "\"none\""));
    assertThatThrownBy(() -> recorded(run))
        .isInstanceOf(OnnxFiException.class)
        .hasMessage(manifest + ", nan_rule: expected one of [numpy, due], found none");
    Files.writeString(manifest, text.replaceFirst("(\"optimization\" *: *)\"all\"", "$1\"most\""));
    assertThatThrownBy(() -> recorded(run))
        .isInstanceOf(OnnxFiException.class)
        .hasMessage(
            "optimization of ort: expected one of [none, basic, extended, all], found most");
    Files.writeString(manifest, text.replaceFirst("\\{", "{\"format\": 2,"));
    assertThatThrownBy(() -> recorded(run))
        .isInstanceOf(OnnxFiException.class)
        .hasMessage(manifest + ": expected format 1 or older, found 2; a newer OnnxFI wrote it");
  }
}
