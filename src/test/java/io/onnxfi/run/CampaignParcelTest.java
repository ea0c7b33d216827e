package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a campaign is the same where its parcel is opened. */
class CampaignParcelTest {
  private static final int IMAGES = 110;

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(4);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 60, 3).write(faults);
  }

  private PreparedRun prepared(UnaryOperator<CampaignSpec.Builder> more) {
    CampaignSpec.Builder spec =
        CampaignSpec.of(
                ModelSource.of(model),
                ListSource.of(faults),
                DataSource.of(Datasets.named("synthetic"), new DataRoot(folder)))
            .images(IMAGES)
            .backends("ort");
    return PreparedRun.of(more.apply(spec).build(), RunListener.SILENT);
  }

  private CampaignParcel packed(PreparedRun run) throws IOException {
    try (OpenBackends backends = OpenBackends.of(run)) {
      return CampaignParcel.write(
          Files.createDirectory(folder.resolve("parcel")),
          run,
          Runs.manifest(run, backends.list()));
    }
  }

  private static void assertSame(Campaign found, Campaign packed) {
    assertThat(found.size()).isEqualTo(packed.size());
    assertThat(found.workload().labels()).isEqualTo(packed.workload().labels());
    int images = packed.workload().size();
    List<Tensor> samples = found.samples(0, images);
    assertThat(samples.get(0).toFloatArray())
        .isEqualTo(packed.samples(0, images).get(0).toFloatArray());
    for (int fault = 0; fault < packed.size(); fault++) {
      assertThat(found.sample().images(fault)).isEqualTo(packed.sample().images(fault));
      assertThat(found.injection(fault).struck()).isEqualTo(packed.injection(fault).struck());
      assertThat(found.injection(fault)).isEqualTo(packed.injection(fault));
    }
  }

  @Test
  void shouldGiveTheSameCampaign() throws IOException {
    PreparedRun run = prepared(spec -> spec.rows("10-39"));
    assertSame(packed(run).open().campaign(), run.campaign());
  }

  @Test
  void shouldGiveTheSameDraws() throws IOException {
    PreparedRun run =
        prepared(
            spec ->
                spec.seed(3)
                    .sample(40)
                    .draw(new ImageDraw.Random(50))
                    .fault(FaultModels.parse("test", "random:-1,1")));
    assertSame(packed(run).open().campaign(), run.campaign());
  }

  /** Whatever the file is called that has them. */
  @Test
  void shouldGiveTheSameImagesOfAnEarlierRun() throws IOException {
    PreparedRun first = prepared(spec -> spec.rows("0-9").draw(new ImageDraw.Random(25)));
    Path drawn = folder.resolve("earlier.csv");
    DrawnImages.write(drawn, first.list(), fault -> first.campaign().sample().images(fault));
    PreparedRun again = prepared(spec -> spec.rows("0-9").draw(new ImageDraw.Recorded(drawn)));
    assertSame(packed(again).open().campaign(), again.campaign());
  }

  @Test
  void shouldRefuseWhatWasChangedOnTheWay() throws IOException {
    CampaignParcel parcel = packed(prepared(spec -> spec));
    Files.writeString(
        parcel.folder().resolve("list/faults.csv"),
        Files.readString(faults).replaceFirst("\n", "\n0,conv1,\"(0, 0, 0, 0)\",1\n"));
    assertThatThrownBy(parcel::open).hasMessageContaining("faults: expected");
  }
}
