package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph within a node, as a function of its own inputs and of what it reads from the graphs
 * around it. The node hands both over: it has what its bodies read among its arguments, behind its
 * inputs (see {@link Node#reads}).
 */
final class Body {
  private final OnnxModel model;
  private final GraphPlan plan;
  private final int[] outer;
  private final Map<String, NDArray> held = new HashMap<>();
  private final NDManager manager;

  /**
   * Plans it.
   *
   * @throws io.onnxfi.error.UnsupportedInputException naming the operator and the node, within
   *     which body, if one cannot be run
   */
  Body(NodeReader around, String attribute) {
    Node node = around.node();
    this.model = around.graph().body(node, attribute);
    this.manager = around.manager();
    List<String> reads = model.outerReads();
    this.plan = new GraphPlan(model, reads, around);
    this.outer =
        reads.stream()
            .mapToInt(name -> node.inputs().size() + node.reads().indexOf(name))
            .toArray();
    for (Initializer initializer : model.initializers()) {
      held.put(initializer.name(), EngineTensors.copy(manager, model.tensor(initializer.name())));
    }
  }

  /** How many inputs of its own it has. */
  int inputs() {
    return model.inputNames().size();
  }

  /** How many outputs it has. */
  int outputs() {
    return model.outputNames().size();
  }

  /** Where arrays live that belong to no run. */
  NDManager manager() {
    return manager;
  }

  /**
   * Runs it.
   *
   * @param own one array per input of its own
   * @param arguments those of the node
   * @return its outputs, the caller's to close
   */
  NDList run(List<NDArray> own, List<NDArray> arguments, Pass pass) {
    NDList feeds = new NDList(own);
    for (int place : outer) {
      feeds.add(arguments.get(place));
    }
    return plan.run(feeds, held, pass, ValueHook.NONE);
  }

  /**
   * No values of an output, for a body that runs no time: what it says of the shape, with 0 for
   * extents that it leaves open, as ONNX Runtime has it.
   *
   * @param axis which counts the runs
   */
  NDArray none(int output, int axis) {
    ValueInfo stated = model.outputs().get(output);
    List<Long> dims = new ArrayList<>(stated.dims());
    dims.replaceAll(dim -> Math.max(0, dim));
    dims.add(axis < 0 ? axis + dims.size() + 1 : axis, 0L);
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    return EngineTensors.copy(manager, Tensor.allocate(stated.type(), shape));
  }
}
