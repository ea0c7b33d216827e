package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.List;

/**
 * A small campaign in a folder, and its runs there.
 *
 * @param folder of model, list and runs
 */
record TinyReplay(Path folder) {
  private static final List<String> RESULTS =
      List.of(
          "manifest.json",
          "summary.json",
          "agreement.csv",
          "outcomes-ort.csv",
          "outcomes-djl.csv",
          "images-ort.bin",
          "images-djl.bin");

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
      110,
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
    for (String file : RESULTS) {
      assertThat(folder.resolve(other).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(one).resolve(file));
    }
  }
}
