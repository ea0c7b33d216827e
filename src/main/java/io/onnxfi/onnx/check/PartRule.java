package io.onnxfi.onnx.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Operators that take parts of values or put them together. */
final class PartRule {
  private static final int BOUNDS_AS_INPUTS = 10;

  private PartRule() {}

  /** Values behind each other along an axis; they agree in all other extents. */
  static Known concat(Call call) {
    Known first = call.input(0);
    if (call.inputs().stream().anyMatch(input -> !input.hasShape())) {
      return Known.ofType(first.type());
    }
    int axis = call.axis("attribute axis", call.integer("axis", 1), first.rank(), first.rank() - 1);
    long[] dims = first.dims();
    dims[axis] = 0;
    List<Long> elements = new ArrayList<>();
    boolean constant = first.rank() == 1;
    for (int i = 0; i < call.inputs().size(); i++) {
      Known input = call.inputs().get(i);
      call.requireInput(input.rank() == dims.length, i, dims.length + " axes", input);
      for (int other = 0; other < dims.length; other++) {
        call.requireInput(
            other == axis || Dims.agree(input.dim(other), first.dim(other)),
            i,
            "the extents of %s along all axes but %d".formatted(first, axis),
            input);
      }
      dims[axis] =
          dims[axis] < 0 || input.dim(axis) < 0 ? Known.OPEN : dims[axis] + input.dim(axis);
      constant &= input.elements().isPresent();
      if (constant) {
        LongStream.of(input.elements().orElseThrow()).forEach(elements::add);
      }
    }
    return constant
        ? Known.constant(first.type(), dims, elements.stream().mapToLong(Long::longValue).toArray())
        : call.value(first.type(), dims);
  }

  /** Parts of given, or of equal, extents; the first of them. */
  static Known split(Call call) {
    Known x = call.input(0);
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    int axis = call.axis("attribute axis", call.integer("axis", 0), x.rank(), x.rank() - 1);
    int outputs = call.node().getOutputCount();
    long[] dims = x.dims();
    if (call.has("split", 1)) {
      Optional<long[]> given = call.integers("split", 1);
      given.ifPresent(
          sizes ->
              call.require(
                  sizes.length == outputs
                      && Arrays.stream(sizes).allMatch(n -> n >= 0 && n <= Integer.MAX_VALUE)
                      && Dims.agree(Arrays.stream(sizes).sum(), x.dim(axis)),
                  "its split",
                  "%d extents of altogether %s"
                      .formatted(outputs, x.dim(axis) < 0 ? "?" : x.dim(axis)),
                  Arrays.toString(sizes)));
      dims[axis] = given.map(sizes -> sizes[0]).orElse(Known.OPEN);
      return call.value(x.type(), dims);
    }
    long parts = call.integer("num_outputs", outputs);
    call.requireAttribute(
        parts == outputs, "num_outputs", outputs + ", as many as there are", parts);
    call.require(
        call.has("num_outputs") || x.dim(axis) < 0 || x.dim(axis) % parts == 0,
        "its outputs",
        "a number that divides the %d elements of axis %d".formatted(x.dim(axis), axis),
        outputs);
    dims[axis] = x.dim(axis) < 0 ? Known.OPEN : (x.dim(axis) + parts - 1) / parts;
    return call.value(x.type(), dims);
  }

  /** From starts to ends along some axes; bounds beyond an end mean the end. */
  static Known slice(Call call) {
    Known x = call.input(0);
    boolean old = call.opset() < BOUNDS_AS_INPUTS;
    Optional<long[]> starts = old ? call.integers("starts") : call.input(1).elements();
    Optional<long[]> ends = old ? call.integers("ends") : call.input(2).elements();
    Optional<long[]> axes = old ? call.integers("axes") : call.input(3).elements();
    Optional<long[]> steps = old ? Optional.empty() : call.input(4).elements();
    boolean open =
        starts.isEmpty()
            || ends.isEmpty()
            || (!old && hidden(call, 3))
            || (!old && hidden(call, 4));
    steps.ifPresent(
        all ->
            call.requireInput(
                Arrays.stream(all)
                    .allMatch(
                        n -> n != 0 && Math.abs(n) <= Integer.MAX_VALUE && n != Long.MIN_VALUE),
                4,
                "steps other than 0, of at most 31 bits",
                Arrays.toString(all)));
    if (open) {
      return x.hasShape() ? Known.ofRank(x.type(), x.rank()) : Known.ofType(x.type());
    }
    int n = starts.get().length;
    call.require(
        ends.get().length == n
            && axes.map(a -> a.length).orElse(n) == n
            && steps.map(s -> s.length).orElse(n) == n,
        "its bounds",
        "as many ends, axes and steps as the %d starts".formatted(n),
        "%d ends, %s axes, %s steps"
            .formatted(
                ends.get().length,
                axes.map(a -> "" + a.length).orElse("no"),
                steps.map(s -> "" + s.length).orElse("no")));
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    call.require(n <= x.rank(), "its bounds", "at most one pair for each axis of " + x, n);
    int[] places = AxisRules.read(call, axes.orElse(LongStream.range(0, n).toArray()), x.rank());
    long[] dims = x.dims();
    for (int i = 0; i < n; i++) {
      long step = steps.isPresent() ? steps.get()[i] : 1;
      dims[places[i]] = extent(dims[places[i]], starts.get()[i], ends.get()[i], step);
    }
    return call.value(x.type(), dims);
  }

  private static boolean hidden(Call call, int input) {
    return call.has(input) && call.input(input).elements().isEmpty();
  }

  private static long extent(long dim, long start, long end, long step) {
    if (dim < 0) {
      boolean all = start == 0 && step == 1 && end >= Integer.MAX_VALUE;
      return all ? dim : Known.OPEN;
    }
    long least = step < 0 ? -1 : 0;
    long most = step < 0 ? dim - 1 : dim;
    long from = clamp(start, dim, step < 0 ? 0 : least, most);
    long to = clamp(end, dim, least, most);
    long room = step < 0 ? from - to : to - from;
    long size = Math.abs(step);
    return room <= 0 ? 0 : (room + size - 1) / size;
  }

  private static long clamp(long bound, long dim, long least, long most) {
    long fromStart = bound < 0 ? Math.max(bound, Long.MIN_VALUE + dim) + dim : bound;
    return Math.max(least, Math.min(most, fromStart));
  }

  /** Elements along an axis by their numbers; negative ones count from the end. */
  static Known gather(Call call) {
    Known x = call.input(0);
    Known places = call.input(1);
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    int axis = call.axis("attribute axis", call.integer("axis", 0), x.rank(), x.rank() - 1);
    long dim = x.dim(axis);
    Optional<long[]> wanted = places.elements();
    wanted.ifPresent(
        indices ->
            call.requireInput(
                dim < 0 || Arrays.stream(indices).allMatch(i -> i >= -dim && i < dim),
                1,
                "indices below %d, the extent of axis %d".formatted(dim, axis),
                brief(indices)));
    if (!places.hasShape()) {
      return Known.ofType(x.type());
    }
    long[] dims = new long[x.rank() - 1 + places.rank()];
    System.arraycopy(x.dims(), 0, dims, 0, axis);
    System.arraycopy(places.dims(), 0, dims, axis, places.rank());
    System.arraycopy(x.dims(), axis + 1, dims, axis + places.rank(), x.rank() - axis - 1);
    Known value = call.value(x.type(), dims);
    Optional<long[]> from = x.elements();
    if (x.rank() != 1 || from.isEmpty() || wanted.isEmpty()) {
      return value;
    }
    long[] taken =
        Arrays.stream(wanted.get()).map(i -> from.get()[(int) (i < 0 ? i + dim : i)]).toArray();
    return Known.constant(x.type(), dims, taken);
  }

  private static String brief(long... values) {
    return values.length > 8
        ? Arrays.toString(Arrays.copyOf(values, 8)).replace("]", ", …]")
        : Arrays.toString(values);
  }
}
