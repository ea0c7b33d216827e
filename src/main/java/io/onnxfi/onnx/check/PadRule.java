package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Elements added, or with negative numbers removed, before and behind each axis. */
final class PadRule implements OperatorRule {
  private static final int PADS_AS_INPUT = 11;
  private static final long MOST = 1 << 20;
  private static final Set<String> MODES = Set.of("constant", "reflect", "edge", "wrap");

  @Override
  public Known check(Call call) {
    Known x = call.input(0);
    String mode = call.text("mode", "constant");
    call.requireAttribute(
        MODES.contains(mode), "mode", "constant, reflect, edge or wrap", Place.quoted(mode));
    boolean old = call.opset() < PADS_AS_INPUT;
    String part = old ? "attribute pads" : "its pads (input 1)";
    Optional<long[]> given =
        old ? call.integers(call.has("pads") ? "pads" : "paddings") : call.input(1).elements();
    boolean hiddenAxes = call.has(3) && call.input(3).elements().isEmpty();
    if (given.isEmpty()) {
      return x.hasShape() ? Known.ofRank(x.type(), x.rank()) : Known.ofType(x.type());
    }
    long[] pads = given.get();
    call.require(
        Arrays.stream(pads).allMatch(n -> n >= -MOST && n <= MOST),
        part,
        "numbers of at most %,d".formatted(MOST),
        Arrays.toString(pads));
    if (!x.hasShape() || hiddenAxes) {
      return Known.ofType(x.type());
    }
    Optional<long[]> listed = call.input(3).elements();
    int[] axes =
        AxisRules.read(call, listed.orElse(LongStream.range(0, x.rank()).toArray()), x.rank());
    call.require(
        pads.length == 2 * axes.length,
        part,
        "%d numbers, begin and end of each axis of %s".formatted(2 * axes.length, x),
        Arrays.toString(pads));
    long[] dims = x.dims();
    for (int i = 0; i < axes.length; i++) {
      long extent = dims[axes[i]];
      long begin = pads[i];
      long end = pads[i + axes.length];
      if (extent < 0) {
        dims[axes[i]] = begin == 0 && end == 0 ? extent : Known.OPEN;
        continue;
      }
      long most = mode.equals("reflect") ? extent - 1 : MOST;
      call.require(
          Math.max(begin, end) <= most
              && extent + begin + end >= 0
              && -begin <= extent
              && -end <= extent,
          part,
          "a padding that %d elements along axis %d allow (mode %s)"
              .formatted(extent, axes[i], mode),
          Arrays.toString(pads));
      dims[axes[i]] = extent + begin + end;
    }
    return call.value(x.type(), dims);
  }
}
