package io.onnxfi.zoo;

/**
 * A convolution with a square kernel.
 *
 * @param out channels made
 * @param kernel rows and columns of the kernel
 * @param stride step, the same along both axes
 * @param padding zeros on all four sides
 * @param groups into which the channels are split; as many as there are channels make it depthwise
 * @param biased whether each channel gets a learnt summand
 */
public record Convolution(
    int out, int kernel, int stride, int padding, int groups, boolean biased) {
  /** Checks the ranges. */
  public Convolution {
    if (out < 1 || kernel < 1 || stride < 1 || padding < 0 || groups < 1 || out % groups != 0) {
      throw new IllegalArgumentException(
          "convolution to %d channels, kernel %d, stride %d, padding %d, %d groups"
              .formatted(out, kernel, stride, padding, groups));
    }
  }

  /** Kernel 3×3 that keeps the size of the map; no bias. */
  static Convolution threes(int out) {
    return new Convolution(out, 3, 1, 1, 1, false);
  }

  /** Kernel 1×1: each pixel by itself; no bias. */
  static Convolution ones(int out) {
    return new Convolution(out, 1, 1, 0, 1, false);
  }

  /** Neighbouring blocks of {@code size} × {@code size} pixels, each by itself; with bias. */
  static Convolution patches(int out, int size) {
    return new Convolution(out, size, size, 0, 1, true);
  }

  /** The same with another stride. */
  Convolution strided(int step) {
    return new Convolution(out, kernel, step, padding, groups, biased);
  }

  /** The same with every channel by itself. */
  Convolution depthwise() {
    return new Convolution(out, kernel, stride, padding, out, biased);
  }

  /** The same with a bias. */
  Convolution withBias() {
    return new Convolution(out, kernel, stride, padding, groups, true);
  }
}
