package io.onnxfi.lowering;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model whose convolutions and products with a weight take 8-bit integers, as pairs of
 * QuantizeLinear and DequantizeLinear say it to a runtime (the form that ONNX Runtime's quantiser
 * calls QDQ): weights signed and symmetric with a scale for each output, activations unsigned with
 * one scale. Biases and the model's outputs stay in float32.
 */
public final class IntegerModel {
  private static final Set<String> CLAMPS = Set.of("Relu", "Clip");
  private static final String IDENTITY = "Identity";

  private static final int USUAL_BITS = 8;

  /** From this version on, weights may have a scale for each output. */
  private static final int LEAST_OPSET = 13;

  private final OnnxModel model;
  private final int weightBits;
  private final GraphEditor editor;
  private final Dataflow flow;
  private final Map<String, String> weights = new HashMap<>();
  private final Map<String, String> quantized = new HashMap<>();

  private IntegerModel(OnnxModel model, int weightBits) {
    this.weightBits = weightBits;
    if (model.opset() < LEAST_OPSET) {
      throw new UnsupportedInputException(
          "8-bit integers: expected a model of opset %d or later, found opset %d"
              .formatted(LEAST_OPSET, model.opset()));
    }
    this.model = model;
    this.editor = new GraphEditor(model);
    this.flow = new Dataflow(model);
  }

  /**
   * With ranges that each batch has by itself (dynamic quantisation): what is found of an image
   * depends on the images beside it.
   */
  public static OnnxModel ofEachBatch(OnnxModel model) {
    IntegerModel made = new IntegerModel(model, USUAL_BITS);
    for (Node product : made.products()) {
      made.quantizeWeight(product);
      made.quantizeBatch(product);
    }
    return made.editor.buildWithoutUnread();
  }

  /**
   * With ranges that are known before (static quantisation).
   *
   * @param ranges of {@link #activations}; what lies beyond is cut off
   */
  public static OnnxModel ofRanges(OnnxModel model, Map<String, ValueRange> ranges) {
    return ofRanges(model, ranges, USUAL_BITS);
  }

  /**
   * The same with weights of fewer bits in the same 8-bit integers.
   *
   * @param weightBits of a weight, its sign among them, 2 to 8
   */
  public static OnnxModel ofRanges(
      OnnxModel model, Map<String, ValueRange> ranges, int weightBits) {
    IntegerModel made = new IntegerModel(model, weightBits);
    for (Node product : made.products()) {
      made.quantizeWeight(product);
    }
    for (String value : made.values()) {
      made.quantize(value, ranges.get(value));
    }
    return made.editor.buildWithoutUnread();
  }

  /**
   * The values whose ranges static quantisation needs: what convolutions and products read, and
   * what they give on, behind a clamp if only that reads it.
   */
  public static List<String> activations(OnnxModel model) {
    return List.copyOf(new IntegerModel(model, USUAL_BITS).values());
  }

  private List<Node> products() {
    return model.nodes().stream()
        .filter(OperatorTrait.PRODUCT::of)
        .filter(node -> axis(node) >= 0)
        .filter(node -> flow.isVarying(node.inputs().get(0)))
        .toList();
  }

  /** The axis of a weight that counts outputs; -1 if it is none of known floats. */
  private int axis(Node product) {
    Initializer weight = model.initializer(product.inputs().get(1)).orElse(null);
    if (weight == null || weight.type() != ElementType.FLOAT || weight.shape().rank() < 2) {
      return -1;
    }
    return switch (product.opType()) {
      case "Conv" -> 0;
      case "Gemm" -> product.integer("transB", 0) == 0 ? 1 : 0;
      case "MatMul" -> weight.shape().rank() == 2 ? 1 : -1;
      default -> -1;
    };
  }

  private Set<String> values() {
    Set<String> values = new LinkedHashSet<>();
    for (Node product : products()) {
      values.add(product.inputs().get(0));
      String end = end(product.outputs().get(0));
      if (!model.outputNames().contains(end)) {
        values.add(end);
      }
    }
    return values;
  }

  /** What a product's result becomes before anything else is done with it. */
  private String end(String value) {
    List<Integer> users = flow.users(value);
    if (users.size() != 1 || model.outputNames().contains(value)) {
      return value;
    }
    Node next = flow.node(users.get(0));
    boolean isClamp = CLAMPS.contains(next.opType()) && next.inputs().get(0).equals(value);
    if (isClamp) {
      return next.outputs().get(0);
    }
    return next.opType().equals(IDENTITY) ? end(next.outputs().get(0)) : value;
  }

  private void quantizeWeight(Node product) {
    String name = product.inputs().get(1);
    int axis = axis(product);
    String read =
        weights.computeIfAbsent(
            name + ":" + axis,
            key -> {
              Tensor weight = model.tensor(name);
              IntegerGrid grid = IntegerGrid.ofRows(weight, axis, weightBits);
              String stem = editor.free(name + "/int8");
              List<String> inputs =
                  List.of(
                      editor.initializer(stem, grid.nearest(weight, axis, weightBits)),
                      editor.initializer(editor.free(stem + "/scale"), grid.scale()),
                      editor.initializer(editor.free(stem + "/zero"), grid.zero()));
              return editor.before(
                  product.position(),
                  "DequantizeLinear",
                  inputs,
                  editor.free(stem + "/float"),
                  Map.of("axis", (long) axis));
            });
    editor.redirect(product.position(), 1, read);
  }

  private void quantizeBatch(Node product) {
    String value = product.inputs().get(0);
    String read =
        quantized.computeIfAbsent(
            value,
            name -> {
              String stem = editor.free(name + "/uint8");
              List<String> made = List.of(stem, stem + "/scale", stem + "/zero");
              editor.before(product.position(), "DynamicQuantizeLinear", List.of(name), made);
              return editor.before(
                  product.position(),
                  "DequantizeLinear",
                  made,
                  editor.free(stem + "/float"),
                  Map.of());
            });
    editor.redirect(product.position(), 0, read);
  }

  /** For all that read it if a node computes it; for products if it is an input of the model. */
  private void quantize(String value, ValueRange range) {
    IntegerGrid grid = IntegerGrid.of(range);
    String stem = editor.free(value + "/uint8");
    String scale = editor.initializer(editor.free(stem + "/scale"), grid.scale());
    String zero = editor.initializer(editor.free(stem + "/zero"), grid.zero());
    if (flow.producer(value).isPresent()) {
      int position = flow.producer(value).getAsInt();
      String exact = editor.free(value + "/exact");
      editor.rename(position, value, exact);
      editor.behind(position, "QuantizeLinear", List.of(exact, scale, zero), stem, Map.of());
      editor.behind(position, "DequantizeLinear", List.of(stem, scale, zero), value, Map.of());
      return;
    }
    List<Node> readers =
        products().stream().filter(node -> node.inputs().get(0).equals(value)).toList();
    int first = readers.get(0).position();
    editor.before(first, "QuantizeLinear", List.of(value, scale, zero), stem, Map.of());
    String read =
        editor.before(
            first,
            "DequantizeLinear",
            List.of(stem, scale, zero),
            editor.free(stem + "/float"),
            Map.of());
    readers.forEach(node -> editor.redirect(node.position(), 0, read));
  }
}
