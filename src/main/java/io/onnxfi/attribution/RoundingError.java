package io.onnxfi.attribution;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.precision.Precision;
import io.onnxfi.tensor.Shape;
import java.util.List;

/** How the values of an operator may differ between two correct implementations. */
enum RoundingError {
  /**
   * Not at all: the operator moves or selects values, or rounds once as IEEE 754-2019, section 5.4,
   * prescribes.
   */
  NONE,
  /**
   * Sums of products whose order is free: by the terms' magnitudes; see {@link #gamma}. Batch
   * normalisation is one, of the two products with the value and the mean, and the bias.
   */
  SUM,
  /** Functions and normalisations: by the size of the results. */
  FUNCTION;

  private static final double UNIT_ROUNDOFF = 0x1p-24; // of binary32
  private static final int SCALING = 8; // roundings besides the terms: factors, roots, divisions
  private static final int FUNCTION_ULPS = 64;

  /**
   * How an operator rounds; sums with factors that are computed count as functions, unless all that
   * is computed is a rounding of their operand.
   */
  static RoundingError of(Node node, Dataflow flow) {
    if (OperatorTrait.MOVES.of(node) || OperatorTrait.ROUNDS_ONCE.of(node)) {
      return NONE;
    }
    boolean plain =
        node.inputs().stream()
            .map(input -> flow.isVarying(input) ? input : Precision.operand(input))
            .allMatch(input -> flow.isVarying(input) || flow.producer(input).isEmpty());
    boolean positive = node.real("alpha", 1) > 0 && node.real("beta", 1) > 0;
    return OperatorTrait.SUM.of(node) && plain && positive ? SUM : FUNCTION;
  }

  /**
   * Rounding steps on the way to one value.
   *
   * @param shapes of the inputs
   */
  static long steps(Node node, List<Shape> shapes) {
    Shape first = shapes.get(0);
    long terms =
        switch (node.opType()) {
          case "Conv" -> shapes.get(1).rowSize();
          case "Gemm" -> first.dim(node.integer("transA", 0) == 0 ? 1 : 0);
          case "GlobalAveragePool" -> first.rowSize() / first.dim(1);
          case "AveragePool" -> product(node.integers("kernel_shape"));
          case "BatchNormalization" -> 1;
          case "MatMul" -> first.dim(first.rank() - 1);
          default -> FUNCTION_ULPS + first.dim(first.rank() - 1);
        };
    return terms + SCALING;
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      product *= factor;
    }
    return product;
  }

  /**
   * The factor of the error bound of a sum of n terms: {@code |computed - exact| ≤ γ(n) · Σ|terms|}
   * in whatever order it is computed, with {@code γ(n) = n·u / (1 - n·u)}; N. J. Higham, Accuracy
   * and Stability of Numerical Algorithms, 2nd edition, 2002, section 3.1. Two computed results are
   * at most twice that apart.
   *
   * @param steps n
   */
  static double gamma(long steps) {
    double share = steps * UNIT_ROUNDOFF;
    return share / (1 - share);
  }
}
