package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.Optional;

/** Interpolation to other extents, given as factors or as numbers. */
final class ResizeRule {
  private static final int CROP_AND_SIZES = 11;

  private ResizeRule() {}

  /** Inputs: x, region, factors, extents; before opset 11 only factors. */
  static Known resize(Call call) {
    return resized(call, call.opset() < CROP_AND_SIZES ? 1 : 2);
  }

  /** Inputs: x, factors. */
  static Known upsample(Call call) {
    return resized(call, 1);
  }

  private static Known resized(Call call, int factorInput) {
    Known x = call.input(0);
    Optional<long[]> sizes = factorInput == 2 ? call.input(3).elements() : Optional.empty();
    sizes.ifPresent(
        all ->
            call.requireInput(
                Arrays.stream(all).allMatch(n -> n >= 1 && n <= Integer.MAX_VALUE),
                3,
                "extents of at least 1",
                Arrays.toString(all)));
    Optional<float[]> factors = call.input(factorInput).reals();
    factors.ifPresent(
        all -> {
          for (float factor : all) {
            call.requireInput(
                factor > 0 && Float.isFinite(factor),
                factorInput,
                "factors above 0, finite",
                factor);
          }
        });
    if (!x.hasShape() || call.has("axes")) {
      return Known.ofType(x.type());
    }
    long[] dims = new long[x.rank()];
    Arrays.fill(dims, Known.OPEN);
    boolean exact = call.text("keep_aspect_ratio_policy", "stretch").equals("stretch");
    int given = sizes.map(all -> all.length).or(() -> factors.map(all -> all.length)).orElse(0);
    call.requireInput(
        given == 0 || given == x.rank(),
        sizes.isPresent() ? 3 : factorInput,
        "a number for each axis of " + x,
        given);
    for (int axis = 0; axis < given && exact; axis++) {
      double scaled =
          sizes.isPresent()
              ? sizes.get()[axis]
              : x.dim(axis) < 0
                  ? Known.OPEN
                  : Math.floor(x.dim(axis) * (double) factors.get()[axis]);
      dims[axis] = (long) scaled;
    }
    call.value(x.type(), dims); // of a possible size
    return Known.ofRank(x.type(), x.rank());
  }

  /** Blocks of pixels to channels, and back. */
  static Known blocks(Call call) {
    Known x = call.input(0);
    long block = call.integer("blocksize", 1);
    call.requireAttribute(block >= 1 && block <= 1 << 15, "blocksize", "1 to 32,768", block);
    call.requireInput(x.rank() < 0 || x.rank() == 4, 0, "4 axes", x);
    boolean toSpace = call.operator().equals("DepthToSpace");
    for (int axis = toSpace ? 1 : 2; axis < (toSpace ? 2 : 4); axis++) {
      call.requireAttribute(
          x.dim(axis) < 0 || x.dim(axis) % (toSpace ? block * block : block) == 0,
          "blocksize",
          "one that divides axis %d of %s".formatted(axis, x),
          block);
    }
    return x.hasShape() ? Known.ofRank(x.type(), 4) : Known.ofType(x.type());
  }
}
