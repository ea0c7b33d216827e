package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model of floats as one that stores and computes in 16 bits: every float initializer and
 * constant rounded to the nearest, ties to even, under its own name; inputs and outputs stay floats
 * and are cast inside.
 */
public final class HalfPrecision implements ModelPass {
  /** Inputs that stay floats by the definition of their operator: scales and regions. */
  private static final Map<String, Set<Integer>> KEPT =
      Map.of("Resize", Set.of(1, 2), "Upsample", Set.of(1));

  /** Operators that take or yield floats of 32 bits only, or hold integers of a scale already. */
  private static final Set<String> REFUSED =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger",
          "NonMaxSuppression",
          "Range",
          "EyeLike",
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial",
          "STFT",
          "DFT",
          "MelWeightMatrix",
          "HannWindow",
          "HammingWindow",
          "BlackmanWindow");

  /** From this version on, convolutions and pooling take bfloat16. */
  private static final int BFLOAT16_OPSET = 22;

  private final ElementType type;

  /**
   * A pass.
   *
   * @param type {@link ElementType#FLOAT16} or {@link ElementType#BFLOAT16}
   */
  public HalfPrecision(ElementType type) {
    if (type != ElementType.FLOAT16 && type != ElementType.BFLOAT16) {
      throw new IllegalArgumentException("16 bits in the type " + type.label());
    }
    this.type = type;
  }

  @Override
  public void requires(OnnxModel model) {
    for (Node node : model.withoutFunctions().nodes()) {
      if (REFUSED.contains(node.opType()) || !node.domain().isEmpty()) {
        throw new UnsupportedInputException(
            "%s: expected operators that compute in it, found %s '%s'"
                .formatted(type.label(), node.opType(), node.outputs().get(0)));
      }
    }
    for (Initializer initializer : model.initializers()) {
      if (initializer.type() == ElementType.FLOAT) {
        requireRange(initializer.name(), model.tensor(initializer.name()));
      }
    }
  }

  private void requireRange(String name, Tensor tensor) {
    double most = ElementValues.most(type);
    for (float value : tensor.toFloatArray()) {
      if (Float.isFinite(value) && Math.abs(value) > most) {
        throw new UnsupportedInputException(
            "%s: expected numbers up to %s, found %s in '%s'"
                .formatted(type.label(), most, value, name));
      }
    }
  }

  @Override
  public OnnxModel apply(OnnxModel model) {
    OnnxModel plain = model.withoutFunctions();
    if (type == ElementType.BFLOAT16) {
      plain = LaterOpset.atLeast(plain, BFLOAT16_OPSET, "the model", type.label());
    }
    Map<String, Tensor> narrowed = new LinkedHashMap<>();
    Set<String> kept = kept(plain);
    for (Initializer initializer : plain.initializers()) {
      if (initializer.type() == ElementType.FLOAT && !kept.contains(initializer.name())) {
        narrowed.put(initializer.name(), narrow(plain.tensor(initializer.name())));
      }
    }
    OnnxModel stored = plain.withTensors(narrowed);
    GraphProto graph = stored.proto().getGraph();
    GraphEditor names = new GraphEditor(stored);
    Map<String, String> inner = new HashMap<>();
    List<NodeProto> casts = new ArrayList<>();
    for (ValueInfo input : stored.inputs()) {
      if (input.type() == ElementType.FLOAT) {
        inner.put(input.name(), names.free(input.name() + "/" + type.label()));
        casts.add(WideInterface.cast(input.name(), inner.get(input.name()), type));
      }
    }
    Dataflow flow = new Dataflow(stored);
    List<NodeProto> ends = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    stored
        .outputTypes()
        .forEach(
            (name, output) -> {
              boolean isMade = flow.producer(name).isPresent();
              if (output == ElementType.FLOAT && isMade) {
                given.put(name, names.free(name + "/" + type.label()));
                ends.add(WideInterface.cast(given.get(name), name, ElementType.FLOAT));
              }
            });
    inner.putAll(given);
    GraphProto.Builder edited = graph.toBuilder().clearNode().clearValueInfo().addAllNode(casts);
    graph.getNodeList().forEach(node -> edited.addNode(node(node, inner)));
    edited.addAllNode(ends);
    return new OnnxModel(stored.proto().toBuilder().setGraph(edited).build(), stored.external());
  }

  /** Initializers that an operator takes as floats. */
  private static Set<String> kept(OnnxModel model) {
    Set<String> kept = new HashSet<>();
    for (Node node : model.nodes()) {
      for (int input : KEPT.getOrDefault(node.opType(), Set.of())) {
        node.input(input).ifPresent(kept::add);
      }
    }
    return kept;
  }

  private Tensor narrow(Tensor tensor) {
    Tensor narrow = Tensor.allocate(type, tensor.shape());
    float[] values = tensor.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      narrow.putBits(i, ElementValues.nearest(type, values[i]));
    }
    return narrow;
  }

  private NodeProto node(NodeProto node, Map<String, String> inner) {
    NodeProto.Builder edited = node.toBuilder().clearInput().clearOutput().clearAttribute();
    node.getInputList().forEach(name -> edited.addInput(inner.getOrDefault(name, name)));
    node.getOutputList().forEach(name -> edited.addOutput(inner.getOrDefault(name, name)));
    for (AttributeProto attribute : node.getAttributeList()) {
      edited.addAttribute(attribute(node, attribute, inner));
    }
    return edited.build();
  }

  /** Constants, the targets of casts and bodies are of 16 bits too. */
  private AttributeProto attribute(
      NodeProto node, AttributeProto attribute, Map<String, String> inner) {
    AttributeProto.Builder edited = attribute.toBuilder();
    boolean isTarget = node.getOpType().equals("Cast") && attribute.getName().equals("to");
    if (isTarget && attribute.getI() == ElementType.FLOAT.code()) {
      edited.setI(type.code());
    }
    if (attribute.hasT() && attribute.getT().getDataType() == ElementType.FLOAT.code()) {
      TensorProto constant = attribute.getT();
      edited.setT(Tensors.encode(constant.getName(), narrow(Tensors.decode(constant))));
    }
    if (attribute.hasG()) {
      edited.setG(body(attribute.getG(), inner));
    }
    return edited.build();
  }

  private GraphProto body(GraphProto body, Map<String, String> inner) {
    GraphProto.Builder edited =
        body.toBuilder().clearNode().clearInitializer().clearValueInfo().clearOutput().clearInput();
    body.getNodeList().forEach(node -> edited.addNode(node(node, inner)));
    body.getInputList().forEach(value -> edited.addInput(described(value, inner)));
    body.getOutputList().forEach(value -> edited.addOutput(described(value, inner)));
    for (TensorProto tensor : body.getInitializerList()) {
      edited.addInitializer(
          tensor.getDataType() == ElementType.FLOAT.code()
              ? Tensors.encode(tensor.getName(), narrow(Tensors.decode(tensor)))
              : tensor);
    }
    return edited.build();
  }

  private ValueInfoProto described(ValueInfoProto value, Map<String, String> inner) {
    ValueInfoProto.Builder edited = value.toBuilder();
    edited.setName(inner.getOrDefault(value.getName(), value.getName()));
    if (value.getType().getTensorType().getElemType() == ElementType.FLOAT.code()) {
      edited.getTypeBuilder().getTensorTypeBuilder().setElemType(type.code());
    }
    return edited.build();
  }

  /** Every initializer is there under its name, with the nearest numbers of the type. */
  @Override
  public void ensures(OnnxModel before, OnnxModel after) {
    if (!after.outputTypes().equals(before.outputTypes())) {
      throw new IllegalStateException("the outputs changed: " + after.outputTypes());
    }
    for (Initializer initializer : before.initializers()) {
      Tensor now = after.tensor(initializer.name());
      Tensor then = before.tensor(initializer.name());
      if (!now.shape().equals(then.shape())) {
        throw new IllegalStateException("'%s' became %s".formatted(initializer.name(), now));
      }
      if (now.type() == then.type()) {
        continue;
      }
      for (long i = 0; i < then.shape().size(); i++) {
        double exact = ElementValues.value(then.type(), then.bits(i));
        if (now.bits(i) != ElementValues.nearest(type, exact)) {
          throw new IllegalStateException("'%s' is not the nearest".formatted(initializer.name()));
        }
      }
    }
  }
}
