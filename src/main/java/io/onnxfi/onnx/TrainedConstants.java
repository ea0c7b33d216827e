package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings all trained parameters to one form: ordinary initializers.
 *
 * <p>Exporters also write them as Constant nodes, as sparse tensors, or within the bodies of {@code
 * If}, {@code Loop} and {@code Scan}. As initializers of the model they have bits that can be read
 * and changed, whatever they were before; values and names stay (but see {@link
 * BodyConstants#named}), and so does what the model computes (runtimes turn Constant nodes and
 * sparse tensors into initializers themselves). Constants that operators must know before they run
 * (shapes, bounds, scales), single numbers and outputs of a graph stay where they are.
 */
final class TrainedConstants {
  /** Before this IR version every initializer is also an input of the graph. */
  private static final long IR_WITHOUT_INPUTS = 4;

  private TrainedConstants() {}

  /** The model with its trained parameters as initializers, behind those it has. */
  static ModelProto asInitializers(ModelProto model) {
    GraphProto graph = BodyConstants.named(model.getGraph());
    List<TensorProto> added = new ArrayList<>();
    graph.getSparseInitializerList().forEach(sparse -> added.add(SparseTensors.dense(sparse)));
    Map<String, NodeProto> trained = trained(graph);
    trained.forEach((name, node) -> added.add(tensor(name, node)));
    if (added.isEmpty()) {
      return model;
    }
    GraphProto.Builder changed = graph.toBuilder().clearSparseInitializer().clearNode();
    BodyConstants.without(graph, trained.keySet()).getNodeList().stream()
        .filter(node -> !BodyConstants.isConstantOf(node, trained.keySet()))
        .forEach(changed::addNode);
    changed.addAllInitializer(added);
    if (model.getIrVersion() < IR_WITHOUT_INPUTS) {
      added.forEach(tensor -> changed.addInput(input(tensor)));
    }
    return model.toBuilder().setGraph(changed).build();
  }

  private static ValueInfoProto input(TensorProto tensor) {
    return ValueInfos.encode(tensor.getName(), Tensors.type(tensor), Tensors.shape(tensor).dims());
  }

  /**
   * Constants of the graph and its bodies, as nodes by name, whose elements are trained parameters
   * wherever they are used.
   */
  private static Map<String, NodeProto> trained(GraphProto graph) {
    Map<String, NodeProto> nodes = new LinkedHashMap<>();
    List<Initializer> constants = new ArrayList<>();
    List<NodeProto> all = new ArrayList<>(graph.getNodeList());
    all.addAll(BodyConstants.of(graph));
    for (NodeProto node : all) {
      described(node)
          .ifPresent(
              constant -> {
                nodes.put(constant.name(), node);
                constants.add(constant);
              });
    }
    graph.getOutputList().forEach(output -> nodes.remove(output.getName()));
    Set<String> used = new HashSet<>();
    Set<String> other = new HashSet<>();
    ConstantUses.find(
        graph,
        constants,
        use -> (isParameter(use) ? used : other).add(use.view().constant().name()));
    nodes.keySet().retainAll(used);
    nodes.keySet().removeAll(other);
    return nodes;
  }

  /** A single number that is no operand of a product is an operator's own: a factor, an epsilon. */
  private static boolean isParameter(ConstantUses.Use use) {
    return use.isTrained()
        && (use.purpose().isProduct() || use.view().constant().shape().size() > 1);
  }

  /** Type and shape of what a Constant node holds, unless that is text. */
  private static Optional<Initializer> described(NodeProto node) {
    if (!node.getOpType().equals("Constant") || node.getOutputCount() != 1) {
      return Optional.empty();
    }
    String name = node.getOutput(0);
    return attribute(node)
        .flatMap(
            a ->
                switch (a.getName()) {
                  case "value" ->
                      Optional.of(
                          new Initializer(name, Tensors.type(a.getT()), Tensors.shape(a.getT())));
                  case "sparse_value" -> Optional.of(described(name, a.getSparseTensor()));
                  case "value_floats" ->
                      Optional.of(
                          new Initializer(name, ElementType.FLOAT, Shape.of(a.getFloatsCount())));
                  default -> Optional.empty();
                });
  }

  private static Initializer described(String name, SparseTensorProto sparse) {
    TensorProto dims = TensorProto.newBuilder().addAllDims(sparse.getDimsList()).build();
    return new Initializer(name, Tensors.type(sparse.getValues()), Tensors.shape(dims));
  }

  private static TensorProto tensor(String name, NodeProto node) {
    AttributeProto a = attribute(node).orElseThrow();
    return switch (a.getName()) {
      case "value" -> a.getT().toBuilder().setName(name).build();
      case "sparse_value" ->
          SparseTensors.dense(a.getSparseTensor()).toBuilder().setName(name).build();
      default ->
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(ElementType.FLOAT.code())
              .addDims(a.getFloatsCount())
              .addAllFloatData(a.getFloatsList())
              .build();
    };
  }

  private static Optional<AttributeProto> attribute(NodeProto node) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().startsWith("value") || a.getName().equals("sparse_value"))
        .findFirst();
  }
}
