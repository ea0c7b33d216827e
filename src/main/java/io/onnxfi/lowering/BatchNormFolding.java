package io.onnxfi.lowering;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalisation as part of the convolution before it: the same function of real numbers, with
 * other roundings. With a = scale / √(variance + ε) of each output, W' = a·W and b' = a·(b - mean)
 * + shift, computed in float64 and rounded once.
 */
public final class BatchNormFolding {
  private static final String NORMALISATION = "BatchNormalization";
  private static final String CONVOLUTION = "Conv";
  private static final int SCALE = 1;
  private static final int SHIFT = 2;
  private static final int MEAN = 3;
  private static final int VARIANCE = 4;
  private static final float USUAL_EPSILON = 1e-5f;

  private final OnnxModel model;
  private final GraphEditor editor;
  private int folded;

  private BatchNormFolding(OnnxModel model) {
    this.model = model;
    this.editor = new GraphEditor(model);
  }

  /** How many normalisations a model has that can be folded. */
  public static int count(OnnxModel model) {
    BatchNormFolding folding = new BatchNormFolding(model);
    folding.fold();
    return folding.folded;
  }

  /**
   * The model with every normalisation folded that is the only one to read a convolution with a
   * weight of its own; others stay.
   */
  public static OnnxModel of(OnnxModel model) {
    BatchNormFolding folding = new BatchNormFolding(model);
    folding.fold();
    return folding.editor.buildWithoutUnread();
  }

  private void fold() {
    Dataflow flow = new Dataflow(model);
    for (Node node : model.nodes()) {
      if (node.opType().equals(NORMALISATION) && node.domain().isEmpty()) {
        Optional<Node> before = convolution(flow, node);
        if (before.isPresent() && hasKnownNumbers(node)) {
          fold(before.get(), node);
        }
      }
    }
  }

  /** The convolution that only this node reads, if its numbers are known. */
  private Optional<Node> convolution(Dataflow flow, Node normalisation) {
    String value = normalisation.inputs().get(0);
    if (flow.producer(value).isEmpty()
        || flow.users(value).size() != 1
        || model.outputNames().contains(value)) {
      return Optional.empty();
    }
    Node node = flow.node(flow.producer(value).getAsInt());
    boolean isKnown =
        node.opType().equals(CONVOLUTION)
            && node.domain().isEmpty()
            && floats(node.inputs().get(1)).isPresent()
            && (node.input(2).isEmpty() || floats(node.inputs().get(2)).isPresent());
    return isKnown ? Optional.of(node) : Optional.empty();
  }

  private boolean hasKnownNumbers(Node normalisation) {
    return normalisation.integer("training_mode", 0) == 0
        && normalisation.inputs().stream().skip(1).allMatch(name -> floats(name).isPresent());
  }

  private Optional<float[]> floats(String name) {
    Optional<Initializer> found = model.initializer(name);
    return found.filter(it -> it.type() == ElementType.FLOAT).isPresent()
        ? Optional.of(model.tensor(name).toFloatArray())
        : Optional.empty();
  }

  private void fold(Node convolution, Node normalisation) {
    float[] scale = numbers(normalisation, SCALE);
    float[] shift = numbers(normalisation, SHIFT);
    float[] mean = numbers(normalisation, MEAN);
    float[] variance = numbers(normalisation, VARIANCE);
    float epsilon = normalisation.real("epsilon", USUAL_EPSILON);
    Tensor weight = model.tensor(convolution.inputs().get(1));
    float[] w = weight.toFloatArray();
    float[] bias = convolution.input(2).isPresent() ? numbers(convolution, 2) : null;
    int outputs = scale.length;
    int each = w.length / outputs;
    float[] newBias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      double a = scale[o] / Math.sqrt((double) variance[o] + epsilon);
      for (int i = o * each; i < (o + 1) * each; i++) {
        w[i] = (float) (a * w[i]);
      }
      double old = bias == null ? 0 : bias[o];
      newBias[o] = (float) (a * (old - mean[o]) + shift[o]);
    }
    String stem = convolution.inputs().get(1) + "/folded";
    List<String> inputs = new ArrayList<>();
    inputs.add(convolution.inputs().get(0));
    inputs.add(editor.initializer(editor.free(stem), Tensor.ofFloats(weight.shape(), w)));
    inputs.add(
        editor.initializer(
            editor.free(stem + ".bias"), Tensor.ofFloats(Shape.of(outputs), newBias)));
    editor.rewire(convolution.position(), inputs);
    editor.pass(normalisation.position());
    folded++;
  }

  private float[] numbers(Node node, int input) {
    return floats(node.inputs().get(input)).orElseThrow();
  }
}
