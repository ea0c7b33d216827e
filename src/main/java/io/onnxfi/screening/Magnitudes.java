package io.onnxfi.screening;

/** Absolute values. */
final class Magnitudes {
  private Magnitudes() {}

  static double[] of(double... values) {
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }
}
