package io.onnxfi.backend.djl;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Node;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The operators that {@link OnnxBlock} implements, by ONNX name. */
final class Operators {
  /** What to do about a model that PyTorch cannot run. */
  static final String REMEDY = "--backend ort runs it in ONNX Runtime only";

  private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");

  /** What runs the graphs within its node. */
  private static final Map<String, Function<NodeReader, Operator>> CONTROL =
      Map.of(
          "If", Branching::operator,
          "Loop", Looping::operator,
          "Scan", Scanning::operator);

  private Operators() {}

  /**
   * The operator for a node.
   *
   * @throws UnsupportedInputException naming operator, opset and node if there is none
   */
  static Operator create(NodeReader reader) {
    Node node = reader.node();
    if (isStandard(node) && CONTROL.containsKey(node.opType())) {
      return CONTROL.get(node.opType()).apply(reader);
    }
    if (isStandard(node) && DirectOperators.FACTORIES.containsKey(node.opType())) {
      Optional<Operator.Single> direct =
          DirectOperators.FACTORIES.get(node.opType()).create(reader);
      if (direct.isPresent()) {
        return Operator.of(direct.get());
      }
    }
    KernelFunction function =
        KernelLibrary.standard()
            .find(functionName(node), reader.opset())
            .orElseThrow(() -> unknown(reader));
    return NodeScript.operator(function, reader);
  }

  /** An operator that does something with text of which nothing is known but the texts. */
  static UnsupportedInputException readsText(Node node) {
    return new UnsupportedInputException(
        "PyTorch (DJL) cannot run %s: it reads text, which PyTorch has not; %s"
            .formatted(node, REMEDY));
  }

  private static boolean isStandard(Node node) {
    return STANDARD_DOMAINS.contains(node.domain());
  }

  /** {@code microsoft_FusedGemm} for FusedGemm of com.microsoft. */
  private static String functionName(Node node) {
    String domain = node.domain().substring(node.domain().lastIndexOf('.') + 1);
    return isStandard(node) ? node.opType() : domain.toLowerCase(Locale.ROOT) + "_" + node.opType();
  }

  private static UnsupportedInputException unknown(NodeReader reader) {
    Node node = reader.node();
    return new UnsupportedInputException(
        "PyTorch (DJL) cannot run operator %s%s of opset %d at %s; %s"
            .formatted(
                isStandard(node) ? "" : node.domain() + ".",
                node.opType(),
                reader.opset(),
                node,
                REMEDY));
  }
}
