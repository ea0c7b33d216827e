package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The PyTorch modules that nodes were exported from.
 *
 * <p>Exporters fold parameters into others and give them new names ({@code onnx::Conv_123}, {@code
 * val_7}), but a trace stays: the TorchScript exporter puts the path of modules into a node's name
 * ({@code /layer1/layer1.0/conv1/Conv} is {@code layer1.0.conv1}), the dynamo exporter into its
 * metadata, and what is added to a product with a matrix is the bias of the same module.
 */
final class ModuleNames {
  private static final String DYNAMO_SCOPES = "pkg.torch.onnx.name_scopes";
  private static final String BIAS_SUFFIX = ".bias";

  /** By a value to which a bias is added: the bias. */
  private final Map<String, String> biases = new HashMap<>();

  ModuleNames(GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Add") && node.getInputCount() == 2) {
        biases.put(node.getInput(0), node.getInput(1));
        biases.put(node.getInput(1), node.getInput(0));
      }
    }
  }

  /** The module's name as PyTorch writes it. */
  Optional<String> of(NodeProto node) {
    return scoped(node).or(() -> ofBias(node));
  }

  private static Optional<String> scoped(NodeProto node) {
    return node.getMetadataPropsList().stream()
        .filter(entry -> entry.getKey().equals(DYNAMO_SCOPES))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .flatMap(ModuleNames::ofScopes)
        .or(() -> ofPath(node.getName()));
  }

  /** A list in Python: modules from the outermost to the innermost, then the operation. */
  private static Optional<String> ofScopes(String scopes) {
    String inner = scopes.strip().replaceAll("^\\[|\\]$", "");
    List<String> names =
        Arrays.stream(inner.split(",", -1)).map(name -> name.strip().replace("'", "")).toList();
    return names.size() < 2
        ? Optional.empty()
        : Optional.of(names.get(names.size() - 2)).filter(name -> !name.isEmpty());
  }

  /** Members of a sequence repeat its name: {@code /layer1/layer1.0}. */
  private static Optional<String> ofPath(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    String[] parts = path.substring(1).split("/", -1);
    List<String> modules = new ArrayList<>();
    for (String part : Arrays.asList(parts).subList(0, parts.length - 1)) {
      int last = modules.size() - 1;
      if (last >= 0 && part.startsWith(modules.get(last) + ".")) {
        modules.set(last, part);
      } else {
        modules.add(part);
      }
    }
    return modules.isEmpty() ? Optional.empty() : Optional.of(String.join(".", modules));
  }

  /** Of a matrix product; a convolution may have the bias of a normalisation folded into it. */
  private Optional<String> ofBias(NodeProto node) {
    String type = node.getOpType();
    String bias = "";
    if (type.equals("Gemm") && node.getInputCount() > 2) {
      bias = node.getInput(2);
    } else if (type.equals("MatMul") && node.getOutputCount() == 1) {
      bias = biases.getOrDefault(node.getOutput(0), "");
    }
    return bias.endsWith(BIAS_SUFFIX) && bias.length() > BIAS_SUFFIX.length()
        ? Optional.of(bias.substring(0, bias.length() - BIAS_SUFFIX.length()))
        : Optional.empty();
  }
}
