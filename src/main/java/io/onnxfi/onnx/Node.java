package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** One operation of the graph: its type, the values it reads and writes, and its attributes. */
public final class Node {
  private final int position;
  private final NodeProto proto;
  private final List<String> inputs;
  private final List<String> outputs;
  private final List<String> reads;
  private final String where;

  Node(int position, NodeProto proto) {
    this(position, proto, "");
  }

  /**
   * A node of a graph within another.
   *
   * @param where that graph is, for messages; empty for the graph of a model
   */
  Node(int position, NodeProto proto, String where) {
    this.position = position;
    this.proto = proto;
    this.where = where;
    this.inputs = List.copyOf(proto.getInputList());
    this.outputs = List.copyOf(proto.getOutputList());
    this.reads = OuterReads.of(proto, inputs);
  }

  /** Place in the graph, counted from 0; nodes are in topological order. */
  public int position() {
    return position;
  }

  /** The operator, for example {@code Conv}. */
  public String opType() {
    return proto.getOpType();
  }

  /** The operator set; empty for the standard one. */
  public String domain() {
    return proto.getDomain();
  }

  /** Names of the values read; an empty name is an omitted optional input. */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * Names of all values that the node depends on: its inputs that are given, then what the graphs
   * within it ({@code If}, {@code Loop}, {@code Scan}) read from outside; each once.
   */
  public List<String> reads() {
    return reads;
  }

  /** Whether there are graphs within the node: {@code If}, {@code Loop}, {@code Scan}. */
  public boolean hasBodies() {
    return proto.getAttributeList().stream()
        .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
  }

  /** A graph within the node. */
  GraphProto body(String name) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.GRAPH);
    if (a == null) {
      throw MalformedInputException.of(toString(), "a graph '" + name + "'", "none");
    }
    return a.getG();
  }

  /** Name of one input, if given. */
  public Optional<String> input(int i) {
    return i < inputs.size() && !inputs.get(i).isEmpty()
        ? Optional.of(inputs.get(i))
        : Optional.empty();
  }

  /** Names of the values written. */
  public List<String> outputs() {
    return outputs;
  }

  /** Whether the attribute is present. */
  public boolean hasAttribute(String name) {
    return attribute(name) != null;
  }

  /** Names of the attributes present. */
  public List<String> attributeNames() {
    return proto.getAttributeList().stream().map(AttributeProto::getName).toList();
  }

  /** An integer attribute or its default. */
  public long integer(String name, long fallback) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.INT);
    return a == null ? fallback : a.getI();
  }

  /** A list of integers or its default. */
  public long[] integers(String name, long... fallback) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.INTS);
    return a == null
        ? fallback.clone()
        : a.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** A float attribute or its default. */
  public float real(String name, float fallback) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.FLOAT);
    return a == null ? fallback : a.getF();
  }

  /** A string attribute or its default. */
  public String text(String name, String fallback) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.STRING);
    return a == null ? fallback : a.getS().toStringUtf8();
  }

  /** A list of floats or nothing. */
  public float[] reals(String name) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.FLOATS);
    float[] values = new float[a == null ? 0 : a.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.getFloats(i);
    }
    return values;
  }

  /** A list of strings or nothing. */
  public List<String> texts(String name) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.STRINGS);
    return a == null
        ? List.of()
        : a.getStringsList().stream().map(ByteString::toStringUtf8).toList();
  }

  /** A tensor attribute, if present. */
  public Optional<Tensor> tensor(String name) {
    AttributeProto a = typed(name, AttributeProto.AttributeType.TENSOR);
    return Optional.ofNullable(a).map(t -> Tensors.decode(t.getT()));
  }

  /** What an attribute holds. */
  public enum AttributeKind {
    INT,
    INTS,
    FLOAT,
    FLOATS,
    STRING,
    STRINGS,
    TENSOR,
    /** A graph, a sparse tensor, a type, or a list of these or of tensors. */
    OTHER
  }

  /** What an attribute that is present holds. */
  public AttributeKind attributeKind(String name) {
    return switch (attribute(name).getType()) {
      case INT -> AttributeKind.INT;
      case INTS -> AttributeKind.INTS;
      case FLOAT -> AttributeKind.FLOAT;
      case FLOATS -> AttributeKind.FLOATS;
      case STRING -> AttributeKind.STRING;
      case STRINGS -> AttributeKind.STRINGS;
      case TENSOR -> AttributeKind.TENSOR;
      default -> AttributeKind.OTHER;
    };
  }

  /** The node's own name; may be empty. */
  public String name() {
    return proto.getName();
  }

  /** An attribute of any type as text; empty if it is absent. */
  public String attributeText(String name) {
    AttributeProto a = attribute(name);
    return a == null ? "" : a.toString();
  }

  /** The last one of that name, or null; nodes have a few at most. */
  private AttributeProto attribute(String name) {
    for (int i = proto.getAttributeCount() - 1; i >= 0; i--) {
      if (proto.getAttribute(i).getName().equals(name)) {
        return proto.getAttribute(i);
      }
    }
    return null;
  }

  private AttributeProto typed(String name, AttributeProto.AttributeType type) {
    AttributeProto a = attribute(name);
    if (a != null && a.getType() != type) {
      throw MalformedInputException.of(
          this + ", attribute " + name, type.toString(), a.getType().toString());
    }
    return a;
  }

  /** For messages: operator, position, name if it has one, and the nodes that it is within. */
  @Override
  public String toString() {
    String name = proto.getName().isEmpty() ? "" : " '" + proto.getName() + "'";
    return "node " + position + name + " (" + opType() + ")" + where;
  }
}
