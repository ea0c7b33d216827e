package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
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
      Node node, Operator operator, List<String> inputs, List<String> outputs, List<String> dying) {
    /** Native code and DJL's own checks throw many kinds of exceptions; none says the node. */
    NDList apply(List<NDArray> arguments, Pass pass) {
      try {
        return operator.apply(arguments, pass);
      } catch (OnnxFiException e) {
        throw e;
      } catch (RuntimeException e) {
        throw FrameworkException.of("PyTorch (DJL) cannot run " + node, e);
      }
    }
  }

  private final List<String> inputs;
  private final List<String> outputs;
  private final Set<String> computed = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private final Constants constants;
  private final Map<String, NDArray> ofConstants = new HashMap<>();

  /**
   * The graph of a model.
   *
   * @param manager where its constants live
   */
  GraphPlan(OnnxModel model, NDManager manager) {
    this(model, List.of(), Optional.empty(), manager);
  }

  /**
   * A graph within a node.
   *
   * @param outer what it reads from the graphs around it, which are inputs behind its own
   */
  GraphPlan(OnnxModel body, List<String> outer, NodeReader around) {
    this(body, outer, Optional.of(around), around.manager());
  }

  private GraphPlan(
      OnnxModel whole, List<String> outer, Optional<NodeReader> around, NDManager manager) {
    OnnxModel model = whole.withoutFunctions();
    ValueTypes types = new ValueTypes(model, around.map(NodeReader::types));
    this.inputs = new ArrayList<>(model.inputNames());
    this.inputs.addAll(outer);
    this.outputs = model.outputNames();
    this.constants = new Constants(model, around.map(NodeReader::constants));
    constants
        .ofNodes()
        .forEach((name, tensor) -> ofConstants.put(name, EngineTensors.copy(manager, tensor)));
    List<Node> computing =
        model.nodes().stream().filter(node -> !Constants.isConstant(node)).toList();
    Map<String, Integer> lastUse = new HashMap<>();
    for (Node node : computing) {
      node.reads().forEach(name -> lastUse.put(name, node.position()));
    }
    outputs.forEach(name -> lastUse.put(name, Integer.MAX_VALUE));
    for (Node node : computing) {
      NodeReader reader = new NodeReader(node, model, constants, types, manager);
      Operator operator = operator(reader);
      node.outputs().stream().filter(name -> !name.isEmpty()).forEach(computed::add);
      List<String> dying =
          node.reads().stream()
              .filter(name -> computed.contains(name) && lastUse.get(name) == node.position())
              .toList();
      List<String> read =
          node.outputs().stream().map(name -> lastUse.containsKey(name) ? name : "").toList();
      steps.add(new Step(node, operator, arguments(node), read, dying));
    }
  }

  /** The names of what an operator is given. */
  private static List<String> arguments(Node node) {
    if (!node.hasBodies()) {
      return node.inputs();
    }
    List<String> names = new ArrayList<>(node.inputs());
    names.addAll(node.reads());
    return names;
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

  /** What was known before the graph runs. */
  Constants constants() {
    return constants;
  }

  /**
   * Computes the outputs.
   *
   * @param feeds one array per graph input
   * @param held initializers by name; not closed
   * @param hook sees every input, then what each node computed, but for those in bodies of nodes
   * @return new arrays, the caller's to close
   */
  NDList run(NDList feeds, Map<String, NDArray> held, Pass pass, ValueHook hook) {
    Map<String, NDArray> values = new HashMap<>(held);
    values.putAll(ofConstants);
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), hook.apply(inputs.get(i), feeds.get(i)));
    }
    for (Step step : steps) {
      List<NDArray> arguments = new ArrayList<>(step.inputs.size());
      step.inputs.forEach(name -> arguments.add(values.get(name)));
      NDList computed = step.apply(arguments, pass);
      keep(step.outputs, computed, values, hook);
      step.dying.forEach(name -> values.remove(name).close());
    }
    NDList results = new NDList();
    for (String name : outputs) {
      NDArray value = values.get(name);
      results.add(computed.contains(name) ? value : value.reshape(value.getShape()));
    }
    return results;
  }

  /** Shows the hook what a node computed, and keeps what is read. */
  private static void keep(
      List<String> names, NDList computed, Map<String, NDArray> values, ValueHook hook) {
    for (int i = 0; i < computed.size(); i++) {
      NDArray array = computed.get(i);
      if (i >= names.size() || names.get(i).isEmpty()) {
        array.close();
        continue;
      }
      NDArray read = hook.apply(names.get(i), array);
      if (read != array) {
        array.close();
      }
      values.put(names.get(i), read);
    }
  }
}
