package io.onnxfi.backend.djl;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Node;
import java.util.Map;
import java.util.TreeMap;

/** The operators that {@link OnnxBlock} implements, by ONNX name. */
final class Operators {
  /** Before opset 13 several operators had other inputs or meanings. */
  static final int MIN_OPSET = 13;

  /** What to do about a model that PyTorch cannot run. */
  static final String REMEDY = "--backend ort runs it in ONNX Runtime only";

  private static final Map<String, Operator.Factory> FACTORIES = factories();

  private Operators() {}

  private static Map<String, Operator.Factory> factories() {
    Map<String, Operator.Factory> all = new TreeMap<>();
    all.putAll(ElementwiseOperators.FACTORIES);
    all.putAll(LinearOperators.FACTORIES);
    all.putAll(NormalizationOperators.FACTORIES);
    all.putAll(PoolingOperators.FACTORIES);
    all.putAll(ShapeOperators.FACTORIES);
    return all;
  }

  /**
   * The operator for a node.
   *
   * @throws UnsupportedInputException naming operator, opset and node if there is none
   */
  static Operator create(NodeReader reader) {
    Node node = reader.node();
    boolean standard = node.domain().isEmpty() || node.domain().equals("ai.onnx");
    Operator.Factory factory = standard ? FACTORIES.get(node.opType()) : null;
    if (factory == null || reader.opset() < MIN_OPSET) {
      throw new UnsupportedInputException(
          "PyTorch (DJL) cannot run operator %s%s of opset %d at %s; it runs opset %d and later: %s; %s"
              .formatted(
                  standard ? "" : node.domain() + ".",
                  node.opType(),
                  reader.opset(),
                  node,
                  MIN_OPSET,
                  String.join(", ", FACTORIES.keySet()),
                  REMEDY));
    }
    return factory.create(reader);
  }
}
