package io.onnxfi.outcome;

/**
 * Any numbers: critical is one farther from its fault-free value than a tolerance, as NumPy's
 * {@code isclose} defines it.
 *
 * @param absolute distance that is allowed anyhow
 * @param relative distance that is allowed for each unit of the fault-free value
 */
public record Tolerance(double absolute, double relative) implements Judge {
  /** Checks. */
  public Tolerance {
    if (!(absolute >= 0 && relative >= 0)
        || Double.isInfinite(absolute)
        || Double.isInfinite(relative)) {
      throw new IllegalArgumentException("tolerances %s, %s".formatted(absolute, relative));
    }
  }

  @Override
  public int leastNumbers() {
    return 1;
  }

  @Override
  public boolean isCritical(float[] golden, int own, float[] faulty, int from, int width) {
    for (int i = 0; i < width; i++) {
      if (!isNear(golden[own + i], faulty[from + i])) {
        return true;
      }
    }
    return false;
  }

  /** A NaN is near a NaN, for it tells the same; an infinity only itself. */
  private boolean isNear(float golden, float faulty) {
    if (golden == faulty || (Float.isNaN(golden) && Float.isNaN(faulty))) {
      return true;
    }
    return Float.isFinite(golden)
        && Float.isFinite(faulty)
        && Math.abs((double) faulty - golden) <= absolute + relative * Math.abs((double) golden);
  }

  @Override
  public String toString() {
    return "tolerance:%s,%s".formatted(absolute, relative);
  }
}
