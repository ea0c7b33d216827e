package io.onnxfi.campaign;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.injection.Injection;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.Judge;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.outcome.TopClass;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.workload.ImageWorkload;
import io.onnxfi.workload.Workload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * What a campaign tries: every fault on every image, or on a sample of the images.
 *
 * @param model the fault-free model: of samples, in the first axis of every input, it makes rows of
 *     numbers {@code [n, width]}
 * @param injections what each trial does to the model, in the order in which they are reported
 * @param workload what the model is asked, in the order of the data set
 * @param batch images per run; golden and faulty runs have the same batches
 * @param nanRule how non-finite outputs are judged
 * @param judge which answers are critical
 * @param sample which images each fault is tried on
 * @param countsLabels whether the outcomes tell how well the true classes are found, see {@link
 *     OutcomeCounts#labels}
 */
public record Campaign(
    OnnxModel model,
    Injections injections,
    Workload workload,
    int batch,
    NanRule nanRule,
    Judge judge,
    ImageSample sample,
    boolean countsLabels) {
  /** Checks and copies. */
  public Campaign {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(nanRule, "nanRule");
    Objects.requireNonNull(judge, "judge");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(injections, "injections");
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least one image, not " + batch);
    }
    if (!sample.fits(injections.size(), workload.size(), batch)) {
      throw new IllegalArgumentException("the images were drawn for another campaign");
    }
  }

  /** A campaign that tries every fault on every sample, judged by the top class. */
  public Campaign(
      OnnxModel model, Injections injections, Workload workload, int batch, NanRule nanRule) {
    this(model, injections, workload, batch, nanRule, TopClass.ONE, ImageSample.all(), false);
  }

  /** A campaign that tries every fault on every image. */
  public Campaign(
      OnnxModel model,
      Injections injections,
      LabelledImages images,
      Normalization normalization,
      int batch,
      NanRule nanRule) {
    this(model, injections, new ImageWorkload(images, normalization), batch, nanRule);
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
    return sample.size(workload.size());
  }

  /** Whether the model takes batches of one size only. */
  public boolean hasFixedBatch() {
    return inputs().stream()
        .anyMatch(input -> !input.dims().isEmpty() && input.dims().get(0) != ValueInfo.DYNAMIC);
  }

  /** Whether a sample may decide what the model computes of the others in its batch. */
  public boolean hasSharedDecisions() {
    return new Dataflow(model).hasDecisions();
  }

  /** What the model takes. */
  public List<ValueInfo> inputs() {
    return model.inputs();
  }

  /** Names of what the model takes. */
  public List<String> inputNames() {
    return inputs().stream().map(ValueInfo::name).toList();
  }

  /** What the model yields. */
  public ValueInfo output() {
    return model.outputs().get(0);
  }

  /**
   * How many images to run for this many: a whole batch if the model takes nothing else. Those that
   * are too many are copies of the last one, and what comes of them counts for nothing.
   */
  public int padded(int count) {
    return hasFixedBatch() ? batch : count;
  }

  /**
   * Samples as the model takes them.
   *
   * @param from the first
   * @param to behind the last
   * @param into a tensor for each input; rows beyond the last sample repeat it
   */
  public void fill(int from, int to, List<Tensor> into) {
    fill(workload, from, to, into);
  }

  private static void fill(Workload source, int from, int to, List<Tensor> into) {
    source.fill(from, to, into);
    for (Tensor tensor : into) {
      ByteBuffer last = tensor.row(to - from - 1);
      for (int row = to - from; row < tensor.shape().dim(0); row++) {
        tensor.row(row).put(last.duplicate());
      }
    }
  }

  /** The same in new memory, {@linkplain #padded padded}. */
  public List<Tensor> samples(int from, int to) {
    List<Tensor> tensors = allocate(padded(to - from));
    fill(from, to, tensors);
    return tensors;
  }

  /** Room for so many samples, as the model takes them. */
  List<Tensor> allocate(int rows) {
    return workload.allocate(inputs(), rows);
  }

  /** The samples at these places as the model takes them. */
  public List<Tensor> samplesAt(int... places) {
    Workload chosen = workload.select(places);
    List<Tensor> tensors = allocate(places.length);
    fill(chosen, 0, places.length, tensors);
    return tensors;
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
        workload.select(drawn.order()),
        batch,
        nanRule,
        judge,
        drawn,
        countsLabels);
  }

  /** The same cut down to the faults at these places, each on the images it has here. */
  public Campaign at(int... positions) {
    return new Campaign(
        model,
        injections.at(positions),
        workload,
        batch,
        nanRule,
        judge,
        sample.at(positions),
        countsLabels);
  }

  /** The same with other faults. */
  public Campaign with(Injections others) {
    return new Campaign(model, others, workload, batch, nanRule, judge, sample, countsLabels);
  }

  /** The same with other samples. */
  public Campaign with(Workload others) {
    return new Campaign(model, injections, others, batch, nanRule, judge, sample, countsLabels);
  }

  /** The same with another judge. */
  public Campaign with(Judge other) {
    return new Campaign(model, injections, workload, batch, nanRule, other, sample, countsLabels);
  }

  /** The same, which tells how well the true classes are found. */
  public Campaign countingLabels() {
    return new Campaign(model, injections, workload, batch, nanRule, judge, sample, true);
  }

  /** Room for the answers to all samples. */
  GoldenOutputs outputs() {
    return new GoldenOutputs(
        judge,
        Answers.width(this),
        workload.size(),
        countsLabels,
        judge.namesClasses() ? workload.labels() : new int[0]);
  }

  /** The same with another batch. */
  public Campaign withBatch(int other) {
    return new Campaign(model, injections, workload, other, nanRule, judge, sample, countsLabels);
  }
}
