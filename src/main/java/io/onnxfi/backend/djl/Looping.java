package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.onnxfi.error.FrameworkException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Loop}: a body that runs a number of times, or while its first output is true, and hands
 * values on to its next run; further outputs of all runs are stacked.
 */
final class Looping {
  /** The trip count and the condition, either of which may be left out. */
  private static final int CONTROLS = 2;

  private final Body body;
  private final int carried;

  private Looping(Body body, int carried) {
    this.body = body;
    this.carried = carried;
  }

  /**
   * The operator of a node.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if its body cannot be run
   */
  static Operator operator(NodeReader reader) {
    Body body = reader.body("body");
    int carried = Math.max(0, reader.node().inputs().size() - CONTROLS);
    reader.require(
        body.inputs() == CONTROLS + carried && body.outputs() > carried,
        "a body of %d inputs and %d outputs for %d values"
            .formatted(body.inputs(), body.outputs(), carried));
    return new Looping(body, carried)::run;
  }

  private NDList run(List<NDArray> arguments, Pass pass) {
    long trips = arguments.get(0) == null ? Long.MAX_VALUE : count(arguments.get(0));
    boolean goesOn =
        arguments.size() == 1 || arguments.get(1) == null || Branching.isTrue(arguments.get(1));
    CarriedValues state = new CarriedValues(arguments.subList(CONTROLS, CONTROLS + carried));
    List<Stack> stacks = new ArrayList<>();
    for (int output = 1 + carried; output < body.outputs(); output++) {
      stacks.add(new Stack(body, output, 0, false));
    }
    for (long trip = 0; trip < trips && goesOn; trip++) {
      NDList results = step(trip, state.values(), arguments, pass);
      try (NDArray condition = results.get(0)) {
        goesOn = Branching.isTrue(condition);
      }
      state.replace(results.subList(1, 1 + carried));
      for (int i = 0; i < stacks.size(); i++) {
        stacks.get(i).add(results.get(1 + carried + i));
      }
    }
    NDList outputs = state.results();
    stacks.forEach(stack -> outputs.add(stack.result()));
    return outputs;
  }

  private NDList step(long trip, List<NDArray> state, List<NDArray> arguments, Pass pass) {
    NDManager manager = body.manager();
    try (NDArray number = manager.create(trip);
        NDArray condition = manager.create(true)) {
      List<NDArray> own = new ArrayList<>(List.of(number, condition));
      own.addAll(state);
      return body.run(own, arguments, pass);
    }
  }

  private static long count(NDArray trips) {
    if (trips.size() != 1) {
      throw new FrameworkException(
          "PyTorch (DJL): expected a trip count of one element, found one of shape "
              + trips.getShape());
    }
    return trips.toLongArray()[0];
  }
}
