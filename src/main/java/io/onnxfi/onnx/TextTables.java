package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A model without text, for a framework that has none, where {@link PlainInputs} has put text in:
 * values of text are their places in the list of all texts, and an operator that makes numbers of
 * text looks its result up in a table.
 *
 * <p>This is exact: {@code LabelEncoder} and {@code OneHotEncoder} treat every element by itself,
 * and operators that only move elements move their places alike.
 */
public final class TextTables {
  private static final String ML = "ai.onnx.ml";

  private final OnnxModel model;
  private final List<String> texts;
  private final Set<String> places = new HashSet<>();
  private final List<TensorProto> tables = new ArrayList<>();
  private final Function<Node, ? extends RuntimeException> refusal;

  private TextTables(
      OnnxModel model, List<String> texts, Function<Node, ? extends RuntimeException> refusal) {
    this.model = model;
    this.texts = texts;
    this.refusal = refusal;
  }

  /**
   * The model without text; the same one if no text was put in.
   *
   * @param refusal of a node that does something else with text
   */
  public static OnnxModel of(OnnxModel model, Function<Node, ? extends RuntimeException> refusal) {
    return model.proto().getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(PlainInputs.TEXTS))
        .findFirst()
        .map(tensor -> tensor.getStringDataList().stream().map(ByteString::toStringUtf8).toList())
        .map(texts -> new TextTables(model, texts, refusal).withoutText())
        .orElse(model);
  }

  private OnnxModel withoutText() {
    GraphProto whole = model.proto().getGraph();
    GraphProto.Builder graph = whole.toBuilder().clearNode().clearInitializer();
    for (Node node : model.nodes()) {
      graph.addAllNode(withoutText(node, whole.getNode(node.position())));
    }
    whole.getInitializerList().stream()
        .filter(tensor -> !tensor.getName().equals(PlainInputs.TEXTS))
        .forEach(graph::addInitializer);
    graph.addAllInitializer(tables);
    return new OnnxModel(model.proto().toBuilder().setGraph(graph).build(), model.external());
  }

  private List<NodeProto> withoutText(Node node, NodeProto proto) {
    if (node.inputs().contains(PlainInputs.TEXTS)) { // a look-up of PlainInputs
      places.add(node.outputs().get(0));
      return List.of(renamed(proto, "Identity", node.inputs().get(1)));
    }
    if (node.reads().stream().noneMatch(places::contains)) {
      return List.of(proto);
    }
    if (movesText(node)) {
      places.addAll(node.outputs());
      return List.of(proto);
    }
    if (node.domain().equals(ML) && node.opType().equals("LabelEncoder")) {
      Tensor table = encoded(node).orElseThrow(() -> refusal.apply(node));
      return List.of(lookUp(proto, node.outputs().get(0), table, node.inputs().get(0)));
    }
    if (node.domain().equals(ML) && node.hasAttribute("cats_strings")) { // OneHotEncoder
      String place = node.outputs().get(0) + ".category";
      return List.of(
          lookUp(proto, place, categories(node), node.inputs().get(0)),
          ofPlaces(node, proto, place));
    }
    throw refusal.apply(node);
  }

  /** A node that takes rows of a table. */
  private NodeProto lookUp(NodeProto instead, String output, Tensor table, String places) {
    String name = output + ".table";
    tables.add(Tensors.encode(name, table));
    return renamed(instead, "Gather", name, places).toBuilder()
        .clearOutput()
        .addOutput(output)
        .setName(instead.getName() + (output.equals(instead.getOutput(0)) ? "" : ".category"))
        .build();
  }

  private static NodeProto renamed(NodeProto node, String opType, String... inputs) {
    return node.toBuilder()
        .clearDomain()
        .clearAttribute()
        .setOpType(opType)
        .clearInput()
        .addAllInput(List.of(inputs))
        .build();
  }

  /** All that it moves is text whose place is known; a shape or an index may stand beside it. */
  private boolean movesText(Node node) {
    boolean isPicked = node.domain().equals(ML) && node.opType().equals("ArrayFeatureExtractor");
    if (node.opType().equals("Concat")) {
      return places.containsAll(node.inputs());
    }
    boolean isOnlyFirst =
        places.contains(node.inputs().get(0))
            && node.inputs().stream().skip(1).noneMatch(places::contains);
    boolean fills = node.opType().equals("Pad");
    return isOnlyFirst && !fills && (isPicked || OperatorTrait.MOVES.of(node));
  }

  /** {@code [texts]}: the value of each key, or the default. */
  private Optional<Tensor> encoded(Node node) {
    List<String> keys = node.texts("keys_strings");
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> byKey = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.putIfAbsent(keys.get(i), i);
    }
    if (node.hasAttribute("values_int64s")) {
      long[] values = node.integers("values_int64s");
      return Optional.of(integers(byKey, values, node.integer("default_int64", -1)));
    }
    if (node.hasAttribute("values_floats")) {
      float[] values = node.reals("values_floats");
      return Optional.of(reals(byKey, values, node.real("default_float", -0.0f)));
    }
    return Optional.empty();
  }

  private Tensor integers(Map<String, Integer> byKey, long[] values, long otherwise) {
    long[] table = new long[texts.size()];
    for (int i = 0; i < table.length; i++) {
      Integer key = byKey.get(texts.get(i));
      table[i] = key == null ? otherwise : values[key];
    }
    return Tensor.ofLongs(Shape.of(table.length), table);
  }

  private Tensor reals(Map<String, Integer> byKey, float[] values, float otherwise) {
    float[] table = new float[texts.size()];
    for (int i = 0; i < table.length; i++) {
      Integer key = byKey.get(texts.get(i));
      table[i] = key == null ? otherwise : values[key];
    }
    return Tensor.ofFloats(Shape.of(table.length), table);
  }

  /** {@code [texts]}: the place of each among the categories, one behind the last if it is none. */
  private Tensor categories(Node node) {
    List<String> categories = node.texts("cats_strings");
    long[] table = new long[texts.size()];
    for (int i = 0; i < table.length; i++) {
      int category = categories.indexOf(texts.get(i));
      table[i] = category < 0 ? categories.size() : category;
    }
    return Tensor.ofLongs(Shape.of(table.length), table);
  }

  /** The same operator on the places of the categories: the last one is none of them. */
  private static NodeProto ofPlaces(Node node, NodeProto proto, String places) {
    long[] categories = LongStream.range(0, node.texts("cats_strings").size()).toArray();
    return proto.toBuilder()
        .clearAttribute()
        .addAttribute(GraphBuilder.attribute("cats_int64s", categories))
        .addAttribute(GraphBuilder.attribute("zeros", node.integer("zeros", 1)))
        .setInput(0, places)
        .build();
  }
}
