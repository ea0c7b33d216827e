package io.onnxfi.campaign;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.injection.Injection;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * What a campaign tries: every fault on every image, or on a sample of the images.
 *
 * @param model the fault-free model: images {@code [n, channels, height, width]} to scores {@code
 *     [n, classes]}
 * @param injections what each trial does to the model, in the order in which they are reported
 * @param images labelled, in the order of the data set
 * @param normalization from pixels to what the model takes
 * @param batch images per run; golden and faulty runs have the same batches
 * @param nanRule how non-finite outputs are judged
 * @param sample which images each fault is tried on
 * @param countsLabels whether the outcomes tell how well the true classes are found, see {@link
 *     OutcomeCounts#labels}
 */
public record Campaign(
    OnnxModel model,
    Injections injections,
    LabelledImages images,
    Normalization normalization,
    int batch,
    NanRule nanRule,
    ImageSample sample,
    boolean countsLabels) {
  /** Checks and copies. */
  public Campaign {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(nanRule, "nanRule");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(injections, "injections");
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least one image, not " + batch);
    }
    if (!sample.fits(injections.size(), images.size(), batch)) {
      throw new IllegalArgumentException("the images were drawn for another campaign");
    }
  }

  /** A campaign that tries every fault on every image. */
  public Campaign(
      OnnxModel model,
      Injections injections,
      LabelledImages images,
      Normalization normalization,
      int batch,
      NanRule nanRule) {
    this(model, injections, images, normalization, batch, nanRule, ImageSample.all(), false);
  }

  /** How many trials. */
  public int size() {
    return injections.size();
  }

  /** What the trial at a place does to the model. */
  public Injection injection(int position) {
    return injections.get(position);
  }

  /** What it does to weights. */
  public EditSet edits(int position) {
    return injections.get(position).edits();
  }

  /** Images that each fault is tried on. */
  public int imagesPerFault() {
    return sample.size(images.size());
  }

  /** Whether the model takes batches of one size only. */
  public boolean hasFixedBatch() {
    List<Long> dims = input().dims();
    return !dims.isEmpty() && dims.get(0) != ValueInfo.DYNAMIC;
  }

  /** What the model takes: images. */
  public ValueInfo input() {
    return model.inputs().get(0);
  }

  /**
   * How many images to run for this many: a whole batch if the model takes nothing else. Those that
   * are too many are copies of the last one, and what comes of them counts for nothing.
   */
  public int padded(int count) {
    return hasFixedBatch() ? batch : count;
  }

  /**
   * Images as the model takes them, normalised and of its type.
   *
   * @param from the first
   * @param to behind the last
   * @param into {@code [n, channels, height, width]}; rows beyond the last image repeat it
   */
  public void fill(int from, int to, Tensor into) {
    fill(images, from, to, into);
  }

  private void fill(LabelledImages source, int from, int to, Tensor into) {
    if (into.type() == ElementType.FLOAT) {
      source.fill(normalization, from, to, into.floats());
    } else {
      into.putFloats(source.batch(normalization, from, to).toFloatArray());
    }
    ByteBuffer last = into.row(to - from - 1);
    for (int row = to - from; row < into.shape().dim(0); row++) {
      into.row(row).put(last.duplicate());
    }
  }

  /** The same in new memory, {@linkplain #padded padded}. */
  public Tensor images(int from, int to) {
    return images(images, from, to, padded(to - from));
  }

  /** Other images as the model takes them, all of them. */
  public Tensor tensor(LabelledImages chosen) {
    return images(chosen, 0, chosen.size(), chosen.size());
  }

  private Tensor images(LabelledImages source, int from, int to, int rows) {
    Shape shape = Shape.of(rows, source.channels(), source.height(), source.width());
    Tensor tensor = Tensor.allocate(inputType(), shape);
    fill(source, from, to, tensor);
    return tensor;
  }

  /** The type of what the model takes, if images can be of it, else what images are of. */
  ElementType inputType() {
    ElementType type = input().type();
    return type.isReal() ? type : ElementType.FLOAT;
  }

  /**
   * The same with images drawn for each fault, in the order of the draw.
   *
   * @param drawn for as many faults as these, from their images
   */
  public Campaign sampled(ImageSample drawn) {
    if (drawn.isAll()) {
      return this;
    }
    return new Campaign(
        model,
        injections,
        images.select(drawn.order()),
        normalization,
        batch,
        nanRule,
        drawn,
        countsLabels);
  }

  /** The same cut down to the faults at these places, each on the images it has here. */
  public Campaign at(int... positions) {
    return new Campaign(
        model,
        injections.at(positions),
        images,
        normalization,
        batch,
        nanRule,
        sample.at(positions),
        countsLabels);
  }

  /** The same with other faults. */
  public Campaign with(Injections others) {
    return new Campaign(model, others, images, normalization, batch, nanRule, sample, countsLabels);
  }

  /** The same with other images. */
  public Campaign withImages(LabelledImages others) {
    return new Campaign(
        model, injections, others, normalization, batch, nanRule, sample, countsLabels);
  }

  /** The same, which tells how well the true classes are found. */
  public Campaign countingLabels() {
    return new Campaign(model, injections, images, normalization, batch, nanRule, sample, true);
  }

  /** Room for outputs for all images. */
  GoldenOutputs outputs(int classes) {
    return new GoldenOutputs(classes, countsLabels, images.labels());
  }

  /** The same with another batch. */
  public Campaign withBatch(int other) {
    return new Campaign(
        model, injections, images, normalization, other, nanRule, sample, countsLabels);
  }
}
