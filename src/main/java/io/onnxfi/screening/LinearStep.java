package io.onnxfi.screening;

import java.util.Arrays;

/** A sum of linear maps of some values and a constant. */
final class LinearStep implements Step {
  private final int[] reads;
  private final LinearMap[] maps;
  private final double[] offset;
  private final double[] constant;
  private final long roundings;
  private final boolean inPlace;

  /**
   * All that it is made of.
   *
   * @param reads places of the values
   * @param maps one for each
   * @param offset the constant
   * @param constant magnitudes of what the constant is made of, at least those of the constant
   * @param roundings on the way to one element, in any order; 0 where nothing is computed
   */
  LinearStep(int[] reads, LinearMap[] maps, double[] offset, double[] constant, long roundings) {
    this.reads = reads;
    this.maps = maps;
    this.offset = offset;
    this.constant = constant;
    this.roundings = roundings;
    this.inPlace =
        Arrays.stream(maps).allMatch(map -> map instanceof Moves moves && moves.isInPlace());
  }

  @Override
  public int[] reads() {
    return reads;
  }

  LinearMap[] maps() {
    return maps;
  }

  /** Whether each element of the result is a sum of elements at the same place. */
  boolean isInPlace() {
    return inPlace;
  }

  @Override
  public long roundings() {
    return roundings;
  }

  @Override
  public int size() {
    return offset.length;
  }

  @Override
  public double[] apply(double[]... inputs) {
    double[] result = offset.clone();
    for (int i = 0; i < maps.length; i++) {
      maps[i].addTo(result, inputs[i]);
    }
    return result;
  }

  @Override
  public double[] spread(double[][] golden, double[]... moves) {
    double[] result = new double[size()];
    for (int i = 0; i < maps.length; i++) {
      maps[i].addMagnitudes(result, moves[i]);
    }
    Arrays.setAll(result, e -> result[e] * Rounding.SLACK);
    return result;
  }

  @Override
  public void pull(double[][] golden, double[] adjoint, double[]... inputs) {
    for (int i = 0; i < maps.length; i++) {
      maps[i].pull(inputs[i], adjoint);
    }
  }

  @Override
  public double[] terms(double[]... golden) {
    double[] result = constant.clone();
    for (int i = 0; i < maps.length; i++) {
      maps[i].addMagnitudes(result, Magnitudes.of(golden[i]));
    }
    return result;
  }

  @Override
  public double cost(double[][] golden, double[][] moves, double... adjoint) {
    return 0;
  }
}
