package io.onnxfi.campaign.cut;

import io.onnxfi.injection.Injection;
import io.onnxfi.injection.ValueEdit;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Neighbourhood;
import io.onnxfi.onnx.Neighbourhood.Window;
import io.onnxfi.onnx.Strip;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How what depends on a few neighbouring elements of a value is computed: in a window around them.
 *
 * @param value its name
 * @param image one image of it, {@code [1, channels, …]}
 * @param around what a window computes
 * @param sizes extents of the value's window
 * @param part the window, wherever it is; its inputs are those of {@code around}
 */
record WindowPlan(
    String value, Shape image, Neighbourhood around, List<Long> sizes, GraphPart part) {
  private static final int AXES = 2;

  /** Copies. */
  WindowPlan {
    sizes = List.copyOf(sizes);
  }

  /** The window for a fault; nothing if it changes more than a window holds. */
  Optional<Window> window(Injection injection) {
    long[] from = new long[image.rank() - AXES];
    long[] to = new long[from.length];
    Arrays.fill(from, Long.MAX_VALUE);
    for (ValueEdit edit : injection.values()) {
      edit.positions()
          .forEach(
              position -> {
                long[] index = image.coordinates(position);
                for (int axis = 0; axis < from.length; axis++) {
                  from[axis] = Math.min(from[axis], index[AXES + axis]);
                  to[axis] = Math.max(to[axis], index[AXES + axis] + 1);
                }
              });
    }
    return around.around(sizes, from, to);
  }

  /** Parts of a window. */
  enum Box {
    /** All of it. */
    WINDOW(Strip::start, strip -> strip.start() + strip.size()),
    /** Where it has what the image has. */
    EXACT(strip -> strip.start() + strip.exactFrom(), strip -> strip.start() + strip.exactTo()),
    /** What depends on the fault. */
    CHANGED(Strip::from, Strip::to);

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToLongFunction<Strip> from;

    @SuppressWarnings("ImmutableEnumChecker")
    private final ToLongFunction<Strip> to;

    Box(ToLongFunction<Strip> from, ToLongFunction<Strip> to) {
      this.from = from;
      this.to = to;
    }

    /** The box in images of a value. */
    Patch inImages(ValueKinds.Kind kind, List<Strip> strips) {
      return patch(kind, kind.shape(), strips, strip -> 0);
    }

    /**
     * The same in windows in memory of their own.
     *
     * @param windows their shape
     */
    Patch inWindows(ValueKinds.Kind kind, Shape windows, List<Strip> strips) {
      return patch(kind, windows, strips, Strip::start);
    }

    private Patch patch(
        ValueKinds.Kind kind, Shape images, List<Strip> strips, ToLongFunction<Strip> origin) {
      return Patch.of(
          kind.type(),
          images,
          strips.stream().mapToLong(s -> from.applyAsLong(s) - origin.applyAsLong(s)).toArray(),
          strips.stream()
              .mapToLong(s -> Math.max(0, to.applyAsLong(s) - from.applyAsLong(s)))
              .toArray());
    }
  }
}
