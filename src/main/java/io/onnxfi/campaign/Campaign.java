package io.onnxfi.campaign;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.fault.Fault;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import java.util.List;
import java.util.Objects;

/**
 * What a campaign tries: every fault on every image.
 *
 * @param model the fault-free model: images {@code [n, channels, height, width]} to scores {@code
 *     [n, classes]}
 * @param faults in the order in which they are reported
 * @param images labelled, in the order of the data set
 * @param normalization from pixels to what the model takes
 * @param batch images per run; golden and faulty runs have the same batches
 * @param nanRule how non-finite outputs are judged
 */
public record Campaign(
    OnnxModel model,
    List<Fault> faults,
    LabelledImages images,
    Normalization normalization,
    int batch,
    NanRule nanRule) {
  /** Checks and copies. */
  public Campaign {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(nanRule, "nanRule");
    faults = List.copyOf(faults);
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least one image, not " + batch);
    }
  }

  /** The same with other faults. */
  public Campaign withFaults(List<Fault> others) {
    return new Campaign(model, others, images, normalization, batch, nanRule);
  }

  /** The same with other images. */
  public Campaign withImages(LabelledImages others) {
    return new Campaign(model, faults, others, normalization, batch, nanRule);
  }

  /** The same with another batch. */
  public Campaign withBatch(int other) {
    return new Campaign(model, faults, images, normalization, other, nanRule);
  }
}
