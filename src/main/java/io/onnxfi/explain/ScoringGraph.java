package io.onnxfi.explain;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The part of a classifier that computes its scores from images of one size: all of its nodes lead
 * to the scores, and its output {@code [batch, classes]} is before any softmax.
 */
final class ScoringGraph {
  private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");

  private ScoringGraph() {}

  /**
   * Leaves out what does not lead to scores.
   *
   * @param model of one input of images and one output of scores or probabilities
   * @param image extents of one image, {@code [channels, height, width]}
   */
  static OnnxModel of(OnnxModel model, Shape image) {
    Dataflow flow = new Dataflow(model);
    String scores = beforeSoftmax(flow, model.outputNames().get(0));
    ValueInfo input = model.inputs().get(0);
    List<Long> dims = new ArrayList<>(List.of(input.dims().get(0)));
    for (long extent : image.dims()) {
      dims.add(extent);
    }
    ValueInfo sized = new ValueInfo(input.name(), input.type(), dims);
    ValueInfo end = new ValueInfo(scores, ElementType.FLOAT, List.of());
    return flow.between(List.of(sized), List.of(end), Set.of()).model();
  }

  /** Behind scores {@code [batch, classes]}, a softmax over the last axis is one over classes. */
  private static String beforeSoftmax(Dataflow flow, String output) {
    OptionalInt made = flow.producer(output);
    if (made.isEmpty()) {
      return output;
    }
    Node node = flow.node(made.getAsInt());
    boolean isSoftmax = SOFTMAX.contains(node.opType()) && Math.abs(node.integer("axis", -1)) == 1;
    boolean passes = node.opType().equals("Identity");
    return isSoftmax || passes ? beforeSoftmax(flow, node.inputs().get(0)) : output;
  }
}
