package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.onnx.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Scan}: a body that runs once for each slice of some inputs, and hands values on to its
 * next run; further outputs of all runs are stacked. From opset 9 on; before, it had batches.
 */
final class Scanning {
  private static final int WITHOUT_BATCHES = 9;
  private static final KernelCall SELECT = new KernelCall("_select");

  private final Body body;
  private final int carried;
  private final int scanned;
  private final long[] axes;
  private final long[] directions;
  private final long[] outputAxes;
  private final long[] outputDirections;

  private Scanning(NodeReader reader) {
    Node node = reader.node();
    this.body = reader.body("body");
    this.scanned = Math.toIntExact(node.integer("num_scan_inputs", 0));
    this.carried = node.inputs().size() - scanned;
    int stacked = body.outputs() - carried;
    reader.require(
        scanned > 0 && carried >= 0 && stacked >= 0 && body.inputs() == node.inputs().size(),
        "a body of %d inputs and %d outputs for %d values"
            .formatted(body.inputs(), body.outputs(), node.inputs().size()));
    this.axes = node.integers("scan_input_axes", new long[scanned]);
    this.directions = node.integers("scan_input_directions", new long[scanned]);
    this.outputAxes = node.integers("scan_output_axes", new long[stacked]);
    this.outputDirections = node.integers("scan_output_directions", new long[stacked]);
    reader.require(
        axes.length == scanned
            && directions.length == scanned
            && outputAxes.length == stacked
            && outputDirections.length == stacked,
        "a number of axes or directions other than that of values");
  }

  /**
   * The operator of a node.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if its body cannot be run, or it is of an
   *     opset before 9
   */
  static Operator operator(NodeReader reader) {
    reader.require(reader.opset() >= WITHOUT_BATCHES, "its form before opset 9");
    return new Scanning(reader)::run;
  }

  private NDList run(List<NDArray> arguments, Pass pass) {
    CarriedValues state = new CarriedValues(arguments.subList(0, carried));
    List<NDArray> sources = arguments.subList(carried, carried + scanned);
    List<Stack> stacks = new ArrayList<>();
    for (int i = 0; i < outputAxes.length; i++) {
      int output = carried + i;
      stacks.add(new Stack(body, output, Math.toIntExact(outputAxes[i]), outputDirections[i] != 0));
    }
    long steps = steps(sources);
    for (long step = 0; step < steps; step++) {
      NDList results = step(step, steps, state.values(), sources, arguments, pass);
      state.replace(results.subList(0, carried));
      for (int i = 0; i < stacks.size(); i++) {
        stacks.get(i).add(results.get(carried + i));
      }
    }
    NDList outputs = state.results();
    stacks.forEach(stack -> outputs.add(stack.result()));
    return outputs;
  }

  private NDList step(
      long step,
      long steps,
      List<NDArray> state,
      List<NDArray> sources,
      List<NDArray> arguments,
      Pass pass) {
    try (NDList slices = new NDList()) {
      for (int i = 0; i < scanned; i++) {
        long place = directions[i] == 0 ? step : steps - 1 - step;
        slices.add(select(sources.get(i), axes[i], place, pass));
      }
      List<NDArray> own = new ArrayList<>(state);
      own.addAll(slices);
      return body.run(own, arguments, pass);
    }
  }

  private NDArray select(NDArray source, long axis, long place, Pass pass) {
    try (NDArray along = body.manager().create(axis);
        NDArray at = body.manager().create(place)) {
      return SELECT.of(List.of(source, along, at), pass);
    }
  }

  private long steps(List<NDArray> sources) {
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < scanned; i++) {
      Shape shape = sources.get(i).getShape();
      long axis = axes[i] < 0 ? axes[i] + shape.dimension() : axes[i];
      steps.add(shape.get(Math.toIntExact(axis)));
    }
    if (steps.stream().distinct().count() > 1) {
      throw new FrameworkException(
          "PyTorch (DJL): expected as many slices of each input that is scanned, found " + steps);
    }
    return steps.get(0);
  }
}
