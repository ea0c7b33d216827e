package io.onnxfi.testing;

/** How much of a proof is run: enough to notice a mistake, or all of it on request. */
public final class Effort {
  /** {@code -Donnxfi.test.long=true} for every case of the long proofs. */
  private static final boolean LONG = Boolean.getBoolean("onnxfi.test.long");

  private Effort() {}

  /** Whether the long proofs are asked for. */
  public static boolean isLong() {
    return LONG;
  }

  /** The usual number of tries, or that of a long proof. */
  public static int of(int usual, int thorough) {
    return LONG ? thorough : usual;
  }
}
