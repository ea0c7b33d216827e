package io.onnxfi.dataset;

import java.util.Objects;

/**
 * Resizes a plane of floats as Pillow resizes an image of mode {@code F} with its bilinear filter:
 * anti-aliased when reducing, no rounding to bytes, rounded to binary32 between the two passes.
 * When enlarging, that is torch's {@code interpolate(mode="bilinear", align_corners=False)}.
 *
 * <p>For bytes there is {@link BilinearResize}, with the same weights in fixed point.
 */
public final class FloatResize {
  private final PixelSize from;
  private final PixelSize to;
  private final ResampledAxis rows;
  private final ResampledAxis columns;

  /** From one size to another; the aspect ratio is not kept. */
  public FloatResize(PixelSize from, PixelSize to) {
    this.from = Objects.requireNonNull(from, "from");
    this.to = Objects.requireNonNull(to, "to");
    this.rows = new ResampledAxis(from.height(), to.height());
    this.columns = new ResampledAxis(from.width(), to.width());
  }

  /**
   * The plane in the other size.
   *
   * @param plane {@code [from.height, from.width]}
   * @return {@code [to.height, to.width]}, always a new array
   * @throws IllegalArgumentException if the plane has another number of elements
   */
  public float[] apply(float[] plane) {
    if (plane.length != from.pixels()) {
      throw new IllegalArgumentException(
          "a plane of %s has %d elements, found %d".formatted(from, from.pixels(), plane.length));
    }
    float[] wide = columns.isIdentity() ? plane : new float[from.height() * to.width()];
    for (int at = 0; wide != plane && at < wide.length; at++) {
      wide[at] = columns.apply(at % to.width(), plane, at / to.width() * from.width(), 1);
    }
    float[] out = rows.isIdentity() ? wide.clone() : new float[to.pixels()];
    for (int at = 0; !rows.isIdentity() && at < out.length; at++) {
      out[at] = rows.apply(at / to.width(), wide, at % to.width(), to.width());
    }
    return out;
  }
}
