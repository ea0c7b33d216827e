package io.onnxfi.onnx;

import java.util.List;

/**
 * A part of a graph as a model of its own.
 *
 * @param model the part
 * @param inputs names, in the whole graph, of the values it takes, in order
 * @param outputs names, in the whole graph, of the values it yields, in order
 */
public record GraphPart(OnnxModel model, List<String> inputs, List<String> outputs) {
  /** Copies. */
  public GraphPart {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
