package io.onnxfi.onnx.check;

/** What ONNX demands of one kind of operator beyond its signature, and what it computes. */
@FunctionalInterface
interface OperatorRule {
  /**
   * Checks a node.
   *
   * @return what is known of its first output; {@link Known#NOTHING} where that is not inferred
   * @throws io.onnxfi.error.MalformedInputException naming node, attribute or input, and value
   */
  Known check(Call call);
}
