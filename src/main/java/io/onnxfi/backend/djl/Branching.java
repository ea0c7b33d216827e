package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import io.onnxfi.error.FrameworkException;
import java.util.List;

/** {@code If}: one of two graphs, by one condition for all samples of a batch. */
final class Branching {
  private Branching() {}

  /**
   * The operator of a node.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if one of its branches cannot be run
   */
  static Operator operator(NodeReader reader) {
    Body then = reader.body("then_branch");
    Body otherwise = reader.body("else_branch");
    return (arguments, pass) ->
        (isTrue(arguments.get(0)) ? then : otherwise).run(List.of(), arguments, pass);
  }

  /**
   * What a condition says.
   *
   * @throws FrameworkException if it is not one truth value
   */
  static boolean isTrue(NDArray condition) {
    if (condition.size() != 1) {
      throw new FrameworkException(
          "PyTorch (DJL): expected a condition of one element, found one of shape "
              + condition.getShape());
    }
    return condition.toBooleanArray()[0];
  }
}
