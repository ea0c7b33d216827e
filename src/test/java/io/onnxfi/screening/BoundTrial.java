package io.onnxfi.screening;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.screening.MarginBound.Loss;
import io.onnxfi.tensor.Tensor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Faults on images in a real framework, each beside what the bound says of it. */
final class BoundTrial implements AutoCloseable {
  private final OnnxModel model;
  private final TriedBound bound;
  private final Tensor images;
  private final Session session;
  private final float[] golden;
  private final int classes;
  private final List<TriedBound.Sample> samples;

  /** What became of some pairs. */
  static final class Tally {
    long pairs;
    long proven;
    long critical;
    long provenAndCritical;

    /** Pairs whose margin is less than the least that a bound allows, by the losses left out. */
    final Map<Set<Loss>, Long> below = new HashMap<>();

    @Override
    public String toString() {
      return "%,d pairs, %.1f %% proven, %,d critical, %,d of these proven"
          .formatted(pairs, 100.0 * proven / pairs, critical, provenAndCritical);
    }
  }

  /**
   * Follows images.
   *
   * @param images of the model's shape
   */
  BoundTrial(OnnxModel model, Tensor images, Backend backend) {
    this(model, images, backend, TriedBound.exact(model, images));
  }

  /** Follows images with a bound. */
  BoundTrial(OnnxModel model, Tensor images, Backend backend, TriedBound bound) {
    this.model = model;
    this.images = images;
    this.bound = bound;
    this.session = backend.open(model);
    this.golden = session.run(List.of(images)).get(0).toFloatArray();
    int count = Math.toIntExact(images.shape().dim(0));
    this.classes = golden.length / count;
    this.samples =
        bound.follow(IntStream.range(0, count).map(image -> classOf(golden, image)).toArray());
  }

  /** Tensors that the bound knows, in the order of the model. */
  List<String> weights() {
    return model.initializers().stream().map(t -> t.name()).filter(bound::knows).toList();
  }

  /** Flips a bit of a weight, for all images. */
  void flip(String weight, long element, int bit, Tally tally) {
    PlacedFault fault = PlacedFault.ofBit(weight, element, bit, new BitFlip());
    EditSet edits = Injector.edit(model, fault);
    float before = model.tensor(weight).toFloatArray()[(int) element];
    float after = model.withEdits(edits).tensor(weight).toFloatArray()[(int) element];
    try (Session edited = session.edited(edits)) {
      float[] scores = edited.run(List.of(images)).get(0).toFloatArray();
      for (int i = 0; i < samples.size(); i++) {
        add(i, scores, weight, element, new float[] {before, after}, tally);
      }
    }
  }

  private void add(
      int image, float[] scores, String weight, long element, float[] change, Tally tally) {
    TriedBound.Sample sample = samples.get(image);
    int predicted = classOf(golden, image);
    boolean critical = classOf(scores, image) != predicted;
    boolean proven = sample.isProven(weight, element, change);
    tally.pairs++;
    tally.proven += proven ? 1 : 0;
    tally.critical += critical ? 1 : 0;
    tally.provenAndCritical += proven && critical ? 1 : 0;
    double margin = margin(scores, image, predicted);
    for (Set<Loss> left : List.of(Set.<Loss>of(), Set.of(Loss.BEND), Set.of(Loss.ROUNDING))) {
      Set<Loss> counted = EnumSet.allOf(Loss.class);
      counted.removeAll(left);
      double least = sample.least(weight, element, change, counted);
      boolean holds = margin >= least || least == Double.NEGATIVE_INFINITY;
      tally.below.merge(left, holds ? 0L : 1L, Long::sum);
    }
  }

  private int classOf(float[] scores, int image) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (scores[image * classes + c] > scores[image * classes + best]) {
        best = c;
      }
    }
    return best;
  }

  /** The least difference between the score of a class and that of another; NaN if there is one. */
  private double margin(float[] scores, int image, int predicted) {
    double least = Double.POSITIVE_INFINITY;
    double own = scores[image * classes + predicted];
    for (int c = 0; c < classes; c++) {
      if (c != predicted) {
        least = Math.min(least, own - scores[image * classes + c]);
      }
    }
    return least;
  }

  @Override
  public void close() {
    session.close();
  }
}
