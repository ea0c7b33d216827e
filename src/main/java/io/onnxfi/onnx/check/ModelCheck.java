package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Walks a graph once, in its order, and holds every node against ONNX's rules. */
public final class ModelCheck {
  private final int opset;
  private final Set<String> functions;
  private final boolean isAsked;

  private ModelCheck(ModelProto model, boolean isAsked) {
    this.opset = Versions.standard(model.getOpsetImportList());
    this.functions = new HashSet<>();
    this.isAsked = isAsked;
    model.getFunctionsList().forEach(f -> functions.add(f.getDomain() + ":" + f.getName()));
  }

  /**
   * Requires that a model follows ONNX's rules and is a function of its input. Takes time in
   * proportion to the nodes.
   *
   * @param where the model's file, for messages
   * @throws MalformedInputException if it breaks a rule, naming node, attribute or value
   * @throws io.onnxfi.error.UnsupportedInputException if it draws at random, or is of a later
   *     version
   */
  public static void require(ModelProto model, String where) {
    Versions.require(model, where);
    Names.require(model, where);
    FunctionCalls.require(model, where);
    new ModelCheck(model, false).graph(model.getGraph(), where, null);
    for (FunctionProto function : model.getFunctionsList()) {
      int own = Versions.standard(function.getOpsetImportList());
      String inside = where + ": function " + Place.quoted(function.getName());
      for (int i = 0; i < function.getNodeCount(); i++) {
        form(new Place(inside, i, function.getNode(i)), own);
      }
    }
  }

  /**
   * Requires that no node is in training mode.
   *
   * @param model one that follows ONNX's rules
   * @param where the model's file, for messages
   * @throws io.onnxfi.error.UnsupportedInputException if one is, naming it
   */
  public static void requireInference(ModelProto model, String where) {
    new ModelCheck(model, true).graph(model.getGraph(), where, null);
  }

  /**
   * The types and shapes of values that nodes compute, as far as the rules or the model tell them.
   *
   * @param model one that follows ONNX's rules
   */
  public static Map<String, Inferred> infer(ModelProto model) {
    Map<String, Known> known = new HashMap<>();
    model.getGraph().getValueInfoList().forEach(v -> known.put(v.getName(), declared(v)));
    model.getGraph().getOutputList().forEach(v -> known.put(v.getName(), declared(v)));
    new ModelCheck(model, false)
        .graph(model.getGraph(), "the model", null)
        .own
        .forEach((name, value) -> known.merge(name, value, ModelCheck::closer));
    Map<String, Inferred> inferred = new HashMap<>();
    known.forEach(
        (name, value) ->
            ElementType.ofCode(value.type())
                .filter(type -> value.hasShape())
                .ifPresent(
                    type ->
                        inferred.put(
                            name,
                            new Inferred(type, LongStream.of(value.dims()).boxed().toList()))));
    return inferred;
  }

  private static Known declared(ValueInfoProto value) {
    return batched(Known.declared(value.getType()));
  }

  /** Of what a model declares and what its nodes tell, the one with fewer open extents. */
  private static Known closer(Known declared, Known found) {
    boolean isCloser = found.hasShape() && (!declared.hasShape() || open(found) <= open(declared));
    int type = found.type() == 0 ? declared.type() : found.type();
    return (isCloser ? found : declared).as(type);
  }

  private static long open(Known value) {
    return LongStream.of(value.dims()).filter(dim -> dim == Known.OPEN).count();
  }

  /** Names and what is known of them: those of one graph, and those it can see outside. */
  private record Scope(Map<String, Known> own, Scope outside) {
    Known find(String name) {
      Known known = own.get(name);
      return known != null ? known : outside == null ? Known.NOTHING : outside.find(name);
    }
  }

  private Scope graph(GraphProto graph, String where, Scope outside) {
    Scope scope = new Scope(new HashMap<>(), outside);
    for (ValueInfoProto input : graph.getInputList()) {
      Known declared = Known.declared(input.getType());
      scope.own.put(input.getName(), outside == null ? batched(declared) : declared);
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      scope.own.put(tensor.getName(), KnownTensors.of(tensor));
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      node(new Place(where, i, graph.getNode(i)), scope);
    }
    return scope;
  }

  /**
   * The model with the shapes of outputs that its nodes compute, where it declares others:
   * exporters get them wrong, and ONNX Runtime only warns of it.
   *
   * @param model one that follows ONNX's rules
   */
  public static ModelProto withComputedOutputs(ModelProto model) {
    Scope scope = new ModelCheck(model, false).graph(model.getGraph(), "the model", null);
    ModelProto.Builder corrected = null;
    for (int i = 0; i < model.getGraph().getOutputCount(); i++) {
      ValueInfoProto output = model.getGraph().getOutput(i);
      Known found = scope.find(output.getName());
      if (!matches(Known.declared(output.getType()), found)) {
        corrected = corrected == null ? model.toBuilder() : corrected;
        ValueInfoProto.Builder value = output.toBuilder();
        value.getTypeBuilder().getTensorTypeBuilder().setShape(shape(found));
        corrected.getGraphBuilder().setOutput(i, value);
      }
    }
    return corrected == null ? model : corrected.build();
  }

  private static TensorShapeProto shape(Known value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : value.dims()) {
      TensorShapeProto.Dimension.Builder extent = shape.addDimBuilder();
      if (dim >= 0) {
        extent.setDimValue(dim);
      }
    }
    return shape.build();
  }

  /** The first extent that a model leaves open is the batch. */
  private static Known batched(Known input) {
    if (input.rank() < 1 || input.dim(0) >= 0) {
      return input;
    }
    long[] dims = input.dims();
    dims[0] = Known.BATCH;
    return Known.of(input.type(), dims);
  }

  private static boolean matches(Known declared, Known found) {
    if (!declared.hasShape() || !found.hasShape()) {
      return true;
    }
    boolean same = declared.rank() == found.rank();
    for (int axis = 0; same && axis < found.rank(); axis++) {
      same = Dims.agree(declared.dim(axis), found.dim(axis));
    }
    return same;
  }

  private void node(Place place, Scope scope) {
    NodeProto node = place.node();
    Optional<OperatorSignature> signature = form(place, opset);
    for (AttributeProto attribute : node.getAttributeList()) {
      String inside = place + ", " + Place.quoted(attribute.getName());
      if (attribute.hasG()) {
        graph(attribute.getG(), inside, scope);
      }
      attribute.getGraphsList().forEach(graph -> graph(graph, inside, scope));
    }
    boolean local = functions.contains(node.getDomain() + ":" + node.getOpType());
    Optional<OperatorRule> rule =
        signature.isPresent() && !local ? OperatorRules.of(node.getOpType()) : Optional.empty();
    if (rule.isPresent()) {
      List<Known> inputs = new ArrayList<>(node.getInputCount());
      node.getInputList().forEach(name -> inputs.add(scope.find(name)));
      Call call = new Call(place, opset, inputs);
      if (isAsked) {
        TrainingRule.require(call);
      }
      scope.own.put(node.getOutput(0), rule.get().check(call));
    }
  }

  /** The node's signature, which it follows; empty for an operator of another domain. */
  private static Optional<OperatorSignature> form(Place place, int opset) {
    NodeProto node = place.node();
    if (!Versions.isStandard(node.getDomain())) {
      return Optional.empty();
    }
    RandomRule.require(place);
    Optional<OperatorSignature> signature = Signatures.of(node.getOpType(), opset);
    if (signature.isPresent() && signature.get().gone()) {
      throw MalformedInputException.of(
          place.toString(),
          "an operator of opset " + opset,
          "one that was removed after opset " + (signature.get().since() - 1));
    }
    Optional<Integer> first = Signatures.first(node.getOpType());
    if (signature.isEmpty() && first.isPresent()) {
      throw MalformedInputException.of(
          place.toString(),
          "an operator of opset " + opset,
          "one that was added in opset " + first.get());
    }
    signature.ifPresent(own -> Form.require(place, own));
    return signature;
  }
}
