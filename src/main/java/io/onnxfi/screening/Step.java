package io.onnxfi.screening;

/**
 * What one node computes of one sample, and how changes of its inputs and rounding go through it.
 *
 * <p>With golden inputs x and inputs x + Δ, a step's result changes by J·Δ + r, where J are its
 * golden slopes and r the remainder, zero for linear steps.
 */
sealed interface Step permits LinearStep, KinkStep, MaxStep {
  /** Places of the values that it reads. */
  int[] reads();

  /** Elements of its result. */
  int size();

  /** The exact result. */
  double[] apply(double[]... inputs);

  /**
   * At most how far the result moves if inputs move by at most so much, rounding not counted.
   *
   * @param golden inputs
   * @param moves of each input
   * @return also at least what the moves add to {@link #terms}
   */
  double[] spread(double[][] golden, double[]... moves);

  /** Adds to the adjoints of the inputs that of the result, by the golden slopes. */
  void pull(double[][] golden, double[] adjoint, double[]... inputs);

  /** Roundings on the way to one element of the result, in whatever order; 0 if it is exact. */
  long roundings();

  /**
   * Magnitudes of the terms of each element, added up, constants among them: what rounding is
   * relative to. Not asked of exact steps.
   *
   * @param golden inputs
   */
  double[] terms(double[]... golden);

  /**
   * At most what the remainders cost, weighted: the sum of −adjoint·r.
   *
   * @param golden inputs
   * @param moves of each input, at most
   * @param adjoint of the result
   */
  double cost(double[][] golden, double[][] moves, double... adjoint);
}
