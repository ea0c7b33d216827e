package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.campaign.cut.ValueKinds.Kind;
import io.onnxfi.campaign.cut.WindowPlan.Box;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Neighbourhood.Window;
import io.onnxfi.onnx.Strip;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Tries cuts behind one value on the first batch, against the piece that begins with the value. */
final class SecondCutProbe {
  private static final int IMAGES = 8;

  /** Places between elements that are not finite: neighbours of one another see no other. */
  private static final int SPACING = 7;

  private static final int INFINITE_EVERY = 4;

  private final CutProbe probe;
  private final Injection sample;
  private final Case without;
  private final Case with;

  /** The values behind the one in question, with elements in it that are not finite. */
  private final Map<String, Tensor> special;

  /** The values behind the one in question, as they are or with a fault in it, and the scores. */
  private record Case(Map<String, Tensor> open, Tensor scores) {}

  /**
   * What a cut that is exact has there.
   *
   * @param without a fault
   * @param with one
   * @param special with elements that are not finite, here and there
   */
  record Seen(Map<String, Tensor> without, Map<String, Tensor> with, Map<String, Tensor> special) {}

  /**
   * A probe.
   *
   * @param last from the values behind the node that makes the value to the scores
   * @param open these values, of the probe's images
   * @param sample a fault in the value
   */
  SecondCutProbe(
      CutProbe probe, String value, GraphPart last, Map<String, Tensor> open, Injection sample) {
    this.probe = probe;
    this.sample = sample;
    this.special = new HashMap<>(open);
    special.put(value, peppered(open.get(value)));
    Map<String, Tensor> struck = new HashMap<>(open);
    struck.put(value, probe.changed(sample, value, open.get(value)));
    String output = last.outputs().get(0);
    List<Map<String, Tensor>> scores = probe.run(last, List.of(open, struck));
    this.without = new Case(open, scores.get(0).get(output));
    this.with = new Case(struck, scores.get(1).get(output));
  }

  /** The scores without a fault. */
  Tensor golden() {
    return without.scores;
  }

  /** The values at a cut if it gives what the last piece does, without a fault and with one. */
  Optional<Seen> seen(SecondCut cut) {
    List<Map<String, Tensor>> then = List.of(new HashMap<>(without.open), new HashMap<>(with.open));
    for (GraphPart part : Stream.concat(Stream.of(cut.middle()), cut.rest().stream()).toList()) {
      List<Map<String, Tensor>> made = probe.run(part, List.of(without.open, with.open));
      then.get(0).putAll(made.get(0));
      then.get(1).putAll(made.get(1));
    }
    List<Map<String, Tensor>> scores = probe.run(cut.tail(), then);
    String output = cut.tail().outputs().get(0);
    Map<String, Tensor> odd = new HashMap<>(special);
    odd.putAll(probe.run(cut.middle(), special));
    return CutProbe.sameNumbers(scores.get(0).get(output), without.scores)
            && CutProbe.sameNumbers(scores.get(1).get(output), with.scores)
        ? Optional.of(new Seen(then.get(0), then.get(1), odd))
        : Optional.empty();
  }

  /**
   * Whether windows give what the middle does: without a fault in many places, and with one; also
   * where elements are not finite, for what a pooling makes of a NaN may depend on its place in a
   * vector.
   */
  boolean isExact(WindowPlan plan, Seen seen) {
    try (Session session = probe.open(plan.part())) {
      return places(plan).stream()
              .allMatch(
                  window ->
                      isExact(plan, session, window, seen.without, Box.EXACT)
                          && isExact(plan, session, window, seen.special, Box.EXACT))
          && plan.window(sample)
              .filter(window -> isExact(plan, session, window, seen.with, Box.CHANGED))
              .filter(window -> changesNothingElse(plan, window, seen.without, seen.with))
              .isPresent();
    }
  }

  /** Whether a window computes what the images have in a box of it. */
  private boolean isExact(
      WindowPlan plan, Session session, Window window, Map<String, Tensor> values, Box box) {
    List<Tensor> inputs =
        plan.part().inputs().stream().map(name -> cut(name, window, values.get(name))).toList();
    List<Tensor> made = session.run(inputs);
    for (int i = 0; i < made.size(); i++) {
      String name = plan.part().outputs().get(i);
      List<Strip> strips = window.strips().get(name);
      Tensor images = values.get(name);
      Kind kind = Kind.of(images);
      Patch whole = box.inImages(kind, strips);
      Patch own = box.inWindows(kind, made.get(i).shape(), strips);
      Tensor expected = made.get(i).copy();
      for (int image = 0; image < made.get(i).shape().dim(0); image++) {
        whole.copy(images.bytes(), image, own, expected.bytes(), own.begin(image));
      }
      if (!CutProbe.sameNumbers(expected, made.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The same images with NaNs here and there in one channel of each, in some of them infinity. */
  private static Tensor peppered(Tensor golden) {
    Tensor odd = golden.copy();
    Shape shape = golden.shape();
    if (!golden.type().isReal() || shape.rank() < 2) {
      return odd;
    }
    for (long position = 0; position < shape.size(); position++) {
      long[] index = shape.coordinates(position);
      long image = index[0];
      boolean isChosen = index[1] == image % shape.dim(1);
      for (int axis = 2; axis < index.length; axis++) {
        long offset = image % Math.min(SPACING, shape.dim(axis));
        isChosen &= index[axis] % SPACING == offset;
      }
      if (isChosen) {
        double number = image % INFINITE_EVERY == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        odd.putBits(position, ElementValues.nearest(golden.type(), number));
      }
    }
    return odd;
  }

  /** A window of the first images. */
  private static Tensor cut(String name, Window window, Tensor images) {
    long count = Math.min(IMAGES, images.shape().dim(0));
    Tensor own =
        Tensor.allocate(images.type(), window.shape(name, images.shape().withBatch(count)));
    List<Strip> strips = window.strips().get(name);
    Patch from = Box.WINDOW.inImages(Kind.of(images), strips);
    Patch into = Box.WINDOW.inWindows(Kind.of(images), own.shape(), strips);
    for (int image = 0; image < count; image++) {
      from.copy(images.bytes(), image, into, own.bytes(), into.begin(image));
    }
    return own;
  }

  /** Whether all that the fault changes is where a window expects it. */
  private static boolean changesNothingElse(
      WindowPlan plan, Window window, Map<String, Tensor> without, Map<String, Tensor> with) {
    for (String name : plan.part().outputs()) {
      Tensor golden = without.get(name);
      Tensor expected = golden.copy();
      Patch changed = Box.CHANGED.inImages(Kind.of(golden), window.strips().get(name));
      for (int image = 0; image < golden.shape().dim(0); image++) {
        changed.copy(
            with.get(name).bytes(), image, changed, expected.bytes(), changed.begin(image));
      }
      if (!CutProbe.sameNumbers(expected, with.get(name))) {
        return false;
      }
    }
    return true;
  }

  /** At the edges and in the middle, along each axis. */
  private static List<Window> places(WindowPlan plan) {
    long[] dims = plan.image().dims();
    int axes = plan.sizes().size();
    List<long[]> places = new ArrayList<>();
    places.add(new long[0]);
    for (int axis = dims.length - axes; axis < dims.length; axis++) {
      long end = dims[axis] - 1;
      List<long[]> longer = new ArrayList<>();
      long[] along =
          LongStream.of(0, 1, end / 4, end / 2, end / 2 + 1, end - 1, end)
              .filter(p -> p >= 0 && p <= end)
              .distinct()
              .toArray();
      for (long[] place : places) {
        for (long at : along) {
          long[] more = Arrays.copyOf(place, place.length + 1);
          more[place.length] = at;
          longer.add(more);
        }
      }
      places = longer;
    }
    return places.stream()
        .map(
            place ->
                plan.around()
                    .around(plan.sizes(), place, LongStream.of(place).map(p -> p + 1).toArray())
                    .orElseThrow())
        .toList();
  }
}
