package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds an ONNX graph node by node, in topological order.
 *
 * <p>Values are known by name. A name is defined once: by an input, an initializer or a node.
 */
public final class GraphBuilder {
  /** ONNX 1.12: the first IR version with this operator set, read by every current runtime. */
  private static final long IR_VERSION = 8;

  /** What a pooled input of a part is fed as. */
  static final String FED_SUFFIX = "/fed";

  private final int opset;
  private final GraphProto.Builder graph;
  private final Set<String> defined = new HashSet<>();
  private final Set<String> domains = new TreeSet<>();

  /**
   * An empty graph.
   *
   * @param name of the graph
   * @param opset version of the standard operator set that the nodes are written for
   */
  public GraphBuilder(String name, int opset) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.opset = opset;
  }

  /**
   * Declares an input.
   *
   * @param dims extents; {@link ValueInfo#DYNAMIC} for the batch
   */
  public String input(String name, ElementType type, long... dims) {
    define(name);
    graph.addInput(ValueInfos.encode(name, type, dims));
    return name;
  }

  /** Names a value of the graph around this one, if this is to be the body of a node there. */
  public String outer(String name) {
    define(name);
    return name;
  }

  /** Adds a constant tensor. */
  public String initializer(String name, Tensor values) {
    define(name);
    graph.addInitializer(Tensors.encode(name, values));
    return name;
  }

  /**
   * Adds a node with one output.
   *
   * @param opType of the standard operator set, or of version 1 of another behind its domain:
   *     {@code com.microsoft.QGemm}
   * @param attributes Long, long[], Float, String or Tensor values by attribute name; a model for
   *     its graph as a body of the node
   * @return the output's name
   * @throws IllegalArgumentException if an input is unknown, the output is already defined, or an
   *     attribute has another type
   */
  public String node(
      String opType, List<String> inputs, String output, Map<String, Object> attributes) {
    node(opType, inputs, List.of(output), attributes);
    return output;
  }

  /** Adds a node with several outputs, of which the first names it. */
  public void node(
      String opType, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    String name = outputs.get(0);
    for (String input : inputs) {
      if (!input.isEmpty() && !defined.contains(input)) {
        throw new IllegalArgumentException(
            "%s '%s' reads '%s', which nothing defines".formatted(opType, name, input));
      }
    }
    outputs.forEach(this::define);
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(opType.substring(opType.lastIndexOf('.') + 1))
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    if (opType.contains(".")) {
      String domain = opType.substring(0, opType.lastIndexOf('.'));
      node.setDomain(domain);
      domains.add(domain);
    }
    new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
  }

  /** Adds a node without attributes. */
  public String node(String opType, List<String> inputs, String output) {
    return node(opType, inputs, output, Map.of());
  }

  /** Declares a value as an output of the graph. */
  public GraphBuilder output(String name, ElementType type, long... dims) {
    if (!defined.contains(name)) {
      throw new IllegalArgumentException("output '" + name + "' is not defined");
    }
    graph.addOutput(ValueInfos.encode(name, type, dims));
    return this;
  }

  /** The finished model. */
  public OnnxModel build() {
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("onnxfi")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
            .setGraph(graph);
    domains.forEach(
        domain ->
            proto.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1)));
    return new OnnxModel(proto.build(), Map.of());
  }

  private void define(String name) {
    if (name.isEmpty() || !defined.add(name)) {
      throw new IllegalArgumentException("value '" + name + "' is empty or defined twice");
    }
  }

  static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder a = AttributeProto.newBuilder().setName(name);
    if (value instanceof Long i) {
      return a.setType(AttributeType.INT).setI(i).build();
    } else if (value instanceof long[] ints) {
      for (long i : ints) {
        a.addInts(i);
      }
      return a.setType(AttributeType.INTS).build();
    } else if (value instanceof Float f) {
      return a.setType(AttributeType.FLOAT).setF(f).build();
    } else if (value instanceof String s) {
      return a.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(s)).build();
    } else if (value instanceof Tensor t) {
      return a.setType(AttributeType.TENSOR).setT(Tensors.encode("", t)).build();
    } else if (value instanceof OnnxModel body) {
      return a.setType(AttributeType.GRAPH).setG(body.proto().getGraph()).build();
    }
    throw new IllegalArgumentException(
        "attribute " + name + ": cannot encode " + value.getClass().getSimpleName());
  }

  /** Average over windows of one pixel: every value stays as it is. */
  static NodeProto identityPool(String from, String to) {
    return NodeProto.newBuilder()
        .setOpType("AveragePool")
        .setName(to)
        .addInput(from)
        .addOutput(to)
        .addAttribute(attribute("kernel_shape", new long[] {1, 1}))
        .build();
  }
}
