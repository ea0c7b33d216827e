package io.onnxfi.screening;

/** Elements that move and are computed with at most by one factor. */
final class Moves implements LinearMap {
  private final int[] sources;
  private final double[] factors;

  /**
   * All that it is made of.
   *
   * @param sources for each output the place of its input; -1 for none
   * @param factors for each output; empty where nothing is computed
   */
  Moves(int[] sources, double[] factors) {
    this.sources = sources;
    this.factors = factors;
  }

  /** Elements that only move. */
  static Moves of(int... sources) {
    return new Moves(sources, new double[0]);
  }

  @Override
  public void forEach(Taps taps) {
    for (int output = 0; output < sources.length; output++) {
      if (sources[output] >= 0) {
        taps.tap(output, sources[output], factors.length == 0 ? 1 : factors[output]);
      }
    }
  }

  /** Whether each output comes from the input at the same place. */
  boolean isInPlace() {
    for (int output = 0; output < sources.length; output++) {
      if (sources[output] != output) {
        return false;
      }
    }
    return true;
  }
}
