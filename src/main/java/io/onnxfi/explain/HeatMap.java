package io.onnxfi.explain;

import io.onnxfi.agreement.Correlation;
import io.onnxfi.dataset.FloatResize;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.sampling.Estimate;
import java.util.Arrays;
import java.util.Objects;

/**
 * How much evidence lies where: {@code [height, width]}, none below 0, divided by the largest so
 * that it is 1.
 *
 * <p>A map without any evidence is all zeros ({@link #isEmpty}). Where a network computes what is
 * not finite, there is no map to speak of: all is NaN ({@link #isDefined}).
 */
public final class HeatMap {
  private static final double TENTH = 0.1;

  private final PixelSize size;
  private final double peak;
  private final float[] values;

  private HeatMap(PixelSize size, double peak, float[] values) {
    this.size = size;
    this.peak = peak;
    this.values = values;
  }

  /**
   * The map of some evidence.
   *
   * @param evidence {@code [height, width]}; what is negative counts as none
   * @throws IllegalArgumentException if there are more or fewer elements
   */
  public static HeatMap of(PixelSize size, double... evidence) {
    if (evidence.length != size.height() * size.width()) {
      throw new IllegalArgumentException(
          "a map of %s has %d elements, found %d"
              .formatted(size, size.height() * size.width(), evidence.length));
    }
    float[] values = new float[evidence.length];
    if (!Arrays.stream(evidence).allMatch(Double::isFinite)) {
      Arrays.fill(values, Float.NaN);
      return new HeatMap(size, Double.NaN, values);
    }
    double peak = Arrays.stream(evidence).reduce(0, Math::max);
    for (int i = 0; i < values.length && peak > 0; i++) {
      values[i] = (float) (Math.max(0, evidence[i]) / peak);
    }
    return new HeatMap(size, peak, values);
  }

  /** Height and width. */
  public PixelSize size() {
    return size;
  }

  /** The largest evidence before the division; maps of one layer and class compare by it. */
  public double peak() {
    return peak;
  }

  /** Whether everything was finite. */
  public boolean isDefined() {
    return !Double.isNaN(peak);
  }

  /** Whether there is no evidence at all. */
  public boolean isEmpty() {
    return peak == 0;
  }

  /** One element, 0 to 1. */
  public float at(int y, int x) {
    Objects.checkIndex(x, size.width());
    return values[Objects.checkIndex(y, size.height()) * size.width() + x];
  }

  /** All elements {@code [height, width]}, a copy. */
  public float[] values() {
    return values.clone();
  }

  /**
   * The same in another size, bilinear; its largest element may be below 1, where the peak lies
   * between the new ones.
   */
  public HeatMap resized(PixelSize to) {
    float[] resized = new FloatResize(size, to).apply(values);
    return new HeatMap(to, peak, resized);
  }

  /**
   * The part of all evidence that lies in the tenth of the elements with most of it, 0.1 to 1: 0.1
   * if it is spread evenly, 1 if it all lies there. NaN if there is none.
   */
  public double topTenth() {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double top = 0;
    double room = TENTH * sorted.length;
    for (int i = sorted.length - 1; room > 0; i--) {
      top += Math.min(1, room) * sorted[i];
      room--;
    }
    return top / sum();
  }

  /**
   * The part of all evidence within a rectangle, 0 to 1; NaN if there is none.
   *
   * @param top first row
   * @param left first column
   * @param bottom behind the last row
   * @param right behind the last column
   */
  public double within(int top, int left, int bottom, int right) {
    Objects.checkFromToIndex(top, bottom, size.height());
    Objects.checkFromToIndex(left, right, size.width());
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += at(y, x);
      }
    }
    return sum / sum();
  }

  /**
   * Pearson's correlation with another map of the same size, element by element: 1 where a network
   * looks at the same places. NaN if either is the same everywhere or not defined.
   */
  public double correlation(HeatMap other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException("maps of %s and %s".formatted(size, other.size));
    }
    return Correlation.pearson(doubles(), other.doubles()).map(Estimate::value).orElse(Double.NaN);
  }

  private double[] doubles() {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private double sum() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
