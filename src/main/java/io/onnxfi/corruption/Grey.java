package io.onnxfi.corruption;

/** Grey levels of 8 bits as shares of the brightest, and back. */
final class Grey {
  private static final double BRIGHTEST = 255;

  private Grey() {}

  /** From 0 to 1. */
  static double share(byte level) {
    return Byte.toUnsignedInt(level) / BRIGHTEST;
  }

  /** All levels as shares. */
  static double[] shares(byte[] levels) {
    double[] shares = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      shares[i] = share(levels[i]);
    }
    return shares;
  }

  /** The level at or below a share, which is first brought into [0, 1]. */
  static byte level(double share) {
    return (byte) (int) (Math.max(0, Math.min(1, share)) * BRIGHTEST);
  }
}
