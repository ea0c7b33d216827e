package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Map;

/**
 * How an operator may be written down, from one version of the operator set on.
 *
 * @param since first version of the operator set
 * @param gone whether it exists no longer
 * @param leastInputs fewest inputs
 * @param mostInputs most inputs
 * @param leastOutputs fewest outputs
 * @param mostOutputs most outputs
 * @param inputs one letter each: {@code r} required, {@code o} optional, {@code v} any number
 * @param attributes by name
 */
record OperatorSignature(
    int since,
    boolean gone,
    int leastInputs,
    int mostInputs,
    int leastOutputs,
    int mostOutputs,
    String inputs,
    Map<String, Attribute> attributes) {
  /**
   * An attribute.
   *
   * @param type the only one it may have
   * @param required whether it has no default
   */
  record Attribute(AttributeType type, boolean required) {}

  OperatorSignature {
    attributes = Map.copyOf(attributes);
  }

  /** Whether an input must be given, not left out by an empty name. */
  boolean requires(int input) {
    return input < inputs.length() && inputs.charAt(input) == 'r';
  }
}
