package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a graph as operators in topological order, and when each value was read last.
 *
 * <p>Intermediate arrays are closed at their last use; libtorch keeps by itself what a gradient
 * still needs.
 */
final class GraphPlan {
  private record Step(
      Node node, Operator operator, List<String> inputs, String output, List<String> dying) {
    /** Native code and DJL's own checks throw many kinds of exceptions; none says the node. */
    NDArray apply(List<NDArray> arguments, boolean training) {
      try {
        return operator.apply(arguments, training);
      } catch (OnnxFiException e) {
        throw e;
      } catch (RuntimeException e) {
        throw FrameworkException.of("PyTorch (DJL) cannot run " + node, e);
      }
    }
  }

  private final List<String> inputs;
  private final List<String> outputs;
  private final List<Step> steps = new ArrayList<>();
  private final Constants constants;

  GraphPlan(OnnxModel model) {
    this.inputs = model.inputs().stream().map(ValueInfo::name).toList();
    this.outputs = model.outputNames();
    this.constants = new Constants(model);
    List<Node> computing =
        model.nodes().stream().filter(node -> !Constants.isConstant(node)).toList();
    Map<String, Integer> lastUse = new HashMap<>();
    for (Node node : computing) {
      node.inputs().forEach(name -> lastUse.put(name, node.position()));
    }
    outputs.forEach(name -> lastUse.put(name, Integer.MAX_VALUE));
    Set<String> intermediates = new HashSet<>();
    for (Node node : computing) {
      Operator operator = operator(new NodeReader(node, model.opset(), constants));
      requireFloats(node);
      for (String extra : node.outputs().subList(1, node.outputs().size())) {
        if (lastUse.containsKey(extra)) {
          throw new UnsupportedInputException(
              "PyTorch (DJL) computes only the first output of %s, but '%s' is used; %s"
                  .formatted(node, extra, Operators.REMEDY));
        }
      }
      String output = node.outputs().get(0);
      intermediates.add(output);
      List<String> dying =
          node.inputs().stream()
              .distinct()
              .filter(name -> intermediates.contains(name) && lastUse.get(name) == node.position())
              .toList();
      steps.add(new Step(node, operator, node.inputs(), output, dying));
    }
  }

  private static Operator operator(NodeReader reader) {
    try {
      return Operators.create(reader);
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw FrameworkException.of("PyTorch (DJL) cannot run " + reader.node(), e);
    }
  }

  /** Refuses a constant that an operator reads as it runs and that is none of floats. */
  private void requireFloats(Node node) {
    for (String input : node.inputs()) {
      Optional<ElementType> type = constants.unreadable(input);
      if (type.isPresent()) {
        throw new UnsupportedInputException(
            "PyTorch (DJL) cannot run %s: it reads '%s' of type %s, and only float can be; %s"
                .formatted(node, input, type.get().label(), Operators.REMEDY));
      }
    }
  }

  /** What was known before the graph runs. */
  Constants constants() {
    return constants;
  }

  /**
   * Computes the outputs.
   *
   * @param feeds one array per graph input
   * @param held parameters and constants by name; not closed
   * @param hook sees every input, then what each node computed
   */
  NDList run(NDList feeds, Map<String, NDArray> held, boolean training, ValueHook hook) {
    Map<String, NDArray> values = new HashMap<>(held);
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), hook.apply(inputs.get(i), feeds.get(i)));
    }
    for (Step step : steps) {
      List<NDArray> arguments = new ArrayList<>(step.inputs.size());
      step.inputs.forEach(name -> arguments.add(values.get(name)));
      NDArray computed = step.apply(arguments, training);
      NDArray read = hook.apply(step.output, computed);
      if (read != computed) {
        computed.close();
      }
      values.put(step.output, read);
      step.dying.forEach(name -> values.remove(name).close());
    }
    NDList results = new NDList();
    outputs.forEach(name -> results.add(values.get(name)));
    return results;
  }
}
