package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.List;

/**
 * A small campaign in a folder, and its runs there.
 *
 * @param folder of model, list and runs
 */
record TinyReplay(Path folder) {
  private static final int IMAGES = 110;
  private static final List<String> RESULTS =
      List.of(
          "manifest.json",
          "summary.json",
          "agreement.csv",
          "outcomes-ort.csv",
          "outcomes-djl.csv",
          "images-ort.bin",
          "images-djl.bin");

  private static final List<String> COUNTS =
      List.of(
          "manifest.json",
          "summary.json",
          "critical-ort.csv",
          "critical-djl.csv",
          "critical-ort.parquet",
          "critical-djl.parquet");

  /** Writes model and list. */
  static TinyReplay in(Path folder, int faults) {
    OnnxModel tiny = Graphs.tinyCnn(4);
    TinyReplay replay = new TinyReplay(folder);
    tiny.save(replay.model());
    FaultSampler.draw(tiny, faults, 3).write(replay.faults());
    return replay;
  }

  Path model() {
    return folder.resolve("tiny.onnx");
  }

  private Path faults() {
    return folder.resolve("faults.csv");
  }

  /** The same without a command line, in one framework. */
  CampaignSpec campaign(String backend) {
    return CampaignSpec.of(model(), faults(), Datasets.named("synthetic"))
        .images(IMAGES)
        .backends(backend)
        .build();
  }

  /** The command line of a run of this name. */
  Object[] words(String run, Object... more) {
    Object[] words = {
      "replay",
      "--model",
      model(),
      "--faults",
      faults(),
      "--dataset",
      "synthetic",
      "--images",
      IMAGES,
      "--out",
      folder.resolve(run)
    };
    return Cli.join(words, more);
  }

  /** Runs it in this process. */
  Cli.Result run(String run, Object... more) {
    return Cli.run(words(run, more));
  }

  /** That two runs have written the same bytes. */
  void assertSameFiles(String one, String other) {
    assertSame(RESULTS, one, other);
  }

  /** That two runs that count critical pairs have written the same bytes. */
  void assertSameCounts(String one, String other) {
    assertSame(COUNTS, one, other);
  }

  private void assertSame(List<String> files, String one, String other) {
    for (String file : files) {
      assertThat(folder.resolve(other).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(one).resolve(file));
    }
  }
}
