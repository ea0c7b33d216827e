package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What ONNX Runtime makes of a graph: it is asked to write its optimised graph, and that is read
 * back.
 *
 * <p>At level {@code all} a convolution may have swallowed its normalisation, activation and a sum,
 * and work in a blocked layout ({@code com.microsoft.nchwc}); each such node keeps a name made of
 * the original one. Conversions between layouts and other operators that move data compute nothing,
 * nor does an average over single pixels.
 */
final class OptimizedGraph {
  private static final Set<String> MOVING = Set.of("ReorderInput", "ReorderOutput");

  /**
   * What makes the name of a new node unlike all others of its graph: a number of the graph's, or
   * that it does what another does.
   */
  private static final Pattern GIVEN = Pattern.compile("_token_\\d+|/duplicated");

  private OptimizedGraph() {}

  static Set<String> kernels(
      OrtEnvironment environment, OrtSession.SessionOptions options, OnnxModel model)
      throws OrtException {
    Optional<byte[]> bytes = model.toBytes();
    if (bytes.isEmpty()) {
      return Set.of(); // above 2 GiB: nothing is known of it, so that no piece will match
    }
    try {
      Path file = Files.createTempFile("onnxfi", ".onnx");
      try {
        options.setOptimizedModelFilePath(file.toString());
        environment.createSession(bytes.get(), options).close();
        return OnnxModel.nodesWritten(file).stream()
            .filter(node -> !moves(node))
            .map(OptimizedGraph::describe)
            .collect(Collectors.toSet());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file", e);
    }
  }

  /**
   * What a fusion can change of a node: the operator, the inputs, the activation it swallowed, and
   * the axes of an integer convolution, whose sums saturate in an order that depends on them. All
   * other attributes are those of the node it was made of, which has the same name in every part.
   */
  private static String describe(Node node) {
    return "%s %s %s %s%s%s"
        .formatted(
            operator(node),
            name(node),
            node.inputs().stream().map(String::isEmpty).toList(),
            node.attributeText("activation"),
            node.attributeText("activation_params"),
            node.opType().endsWith("Conv") ? node.attributeText("channels_last") : "");
  }

  /** A maximum of integers is the same in any layout. */
  private static String operator(Node node) {
    String operator = node.domain() + "." + node.opType();
    return operator.equals("com.microsoft.NhwcMaxPool") ? ".MaxPool" : operator;
  }

  private static String name(Node node) {
    return GIVEN.matcher(node.name()).replaceAll("");
  }

  /**
   * Of a pair that it adds, without a name of the model's, where it moves a transposition: the pair
   * gives each integer back, as both have the same scale.
   */
  private static boolean isAdded(Node node) {
    return OperatorTrait.CONVERTS_INTEGERS.of(node) && name(node).equals(node.opType());
  }

  private static boolean moves(Node node) {
    return MOVING.contains(node.opType())
        || OperatorTrait.MOVES.of(node)
        || isAdded(node)
        || (node.opType().equals("AveragePool")
            && Arrays.stream(node.integers("kernel_shape", 0)).allMatch(size -> size == 1));
  }
}
