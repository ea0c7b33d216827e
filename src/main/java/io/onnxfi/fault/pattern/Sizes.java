package io.onnxfi.fault.pattern;

/** What patterns require of their parameters. */
final class Sizes {
  private Sizes() {}

  static void require(String what, int size, int least) {
    if (size < least) {
      throw new IllegalArgumentException("%s of %d, less than %d".formatted(what, size, least));
    }
  }

  static void requirePercent(String what, int percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("%d %% of %s".formatted(percent, what));
    }
  }
}
