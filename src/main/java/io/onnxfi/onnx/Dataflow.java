package io.onnxfi.onnx;

import io.onnxfi.tensor.ElementType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes of a graph make and use which values.
 *
 * <p>A position is a node's place in the graph's topological order; a cut <em>after</em> position q
 * separates nodes 0 to q from the rest, and a cut after -1 stands before all nodes. What does not
 * depend on the graph's inputs counts as constant: it is repeated wherever it is needed and never
 * crosses a cut.
 */
public final class Dataflow {
  private final OnnxModel model;
  private final List<Node> nodes;
  private final Map<String, Integer> producer = new HashMap<>();
  private final Map<String, List<Integer>> users = new HashMap<>();
  private final Set<String> varying = new HashSet<>();
  private final Set<String> graphOutputs = new LinkedHashSet<>();

  /** Reads a graph. */
  public Dataflow(OnnxModel model) {
    this.model = model;
    this.nodes = model.nodes();
    model.inputs().forEach(input -> varying.add(input.name()));
    model.outputs().forEach(output -> graphOutputs.add(output.name()));
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        users.computeIfAbsent(input, name -> new ArrayList<>()).add(node.position());
      }
      boolean varies = node.inputs().stream().anyMatch(varying::contains);
      for (String output : node.outputs()) {
        producer.put(output, node.position());
        if (varies) {
          varying.add(output);
        }
      }
    }
  }

  /** Number of nodes. */
  public int size() {
    return nodes.size();
  }

  /** The node at a position. */
  public Node node(int position) {
    return nodes.get(position);
  }

  /** Positions of the nodes that read a value, in order. */
  public List<Integer> users(String value) {
    return users.getOrDefault(value, List.of());
  }

  /** Whether a value depends on the graph's inputs. */
  public boolean isVarying(String value) {
    return varying.contains(value);
  }

  /** Position of the node that makes a value; none for inputs and initializers. */
  public OptionalInt producer(String value) {
    Integer position = producer.get(value);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /**
   * The values that cross the cut after a position: made at or before it, and read behind it or
   * wanted as outputs of the graph. In the order in which they are made.
   */
  public List<String> live(int position) {
    List<String> live = new ArrayList<>();
    for (ValueInfo input : model.inputs()) {
      if (crosses(input.name(), position)) {
        live.add(input.name());
      }
    }
    for (Node node : nodes.subList(0, position + 1)) {
      for (String output : node.outputs()) {
        if (varying.contains(output) && crosses(output, position)) {
          live.add(output);
        }
      }
    }
    return live;
  }

  private boolean crosses(String value, int position) {
    return graphOutputs.contains(value) || users(value).stream().anyMatch(user -> user > position);
  }

  /** All values that depend on one of these, the given ones included. */
  public Set<String> dependents(Collection<String> values) {
    Set<String> reached = new HashSet<>(values);
    for (Node node : nodes) {
      if (node.inputs().stream().anyMatch(reached::contains)) {
        reached.addAll(node.outputs());
      }
    }
    return reached;
  }

  /** The whole graph with other outputs: values whose shapes need not be known. */
  public GraphPart observing(List<String> names) {
    Set<Integer> all = new TreeSet<>();
    nodes.forEach(node -> all.add(node.position()));
    Set<String> constants = new HashSet<>();
    model.initializers().forEach(initializer -> constants.add(initializer.name()));
    List<ValueInfo> unshaped =
        names.stream().map(name -> new ValueInfo(name, ElementType.FLOAT, List.of())).toList();
    OnnxModel part = model.part(all, constants, model.inputs(), unshaped, Set.of());
    return new GraphPart(part, model.inputs().stream().map(ValueInfo::name).toList(), names);
  }

  /**
   * The part of the graph that computes some values from others.
   *
   * <p>Some inputs may get an average pooling over 1×1 windows behind them. That computes nothing,
   * but a runtime that keeps images in a blocked layout converts its input there, as it would have
   * done further up in the whole graph; so the same fused kernels are chosen behind it.
   *
   * @param given values that need not be computed; those that are not needed are left out
   * @param wanted values to compute
   * @param pooled names among the given values {@code [n, channels, height, width]}
   * @throws IllegalArgumentException if an input of the graph is needed that is not given
   */
  public GraphPart between(List<ValueInfo> given, List<ValueInfo> wanted, Set<String> pooled) {
    Set<String> known = new HashSet<>();
    given.forEach(input -> known.add(input.name()));
    Set<Integer> needed = new TreeSet<>();
    Set<String> constants = new HashSet<>();
    Set<String> fed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    wanted.forEach(output -> open.add(output.name()));
    while (!open.isEmpty()) {
      String value = open.pop();
      if (value.isEmpty()) {
        continue;
      }
      OptionalInt made = producer(value);
      if (known.contains(value)) {
        fed.add(value);
      } else if (made.isPresent()) {
        if (needed.add(made.getAsInt())) {
          open.addAll(nodes.get(made.getAsInt()).inputs());
        }
      } else if (model.initializer(value).isPresent()) {
        constants.add(value);
      } else {
        throw new IllegalArgumentException("'" + value + "' is needed, but not given");
      }
    }
    List<ValueInfo> inputs = given.stream().filter(v -> fed.contains(v.name())).toList();
    OnnxModel part = model.part(needed, constants, inputs, wanted, pooled);
    return new GraphPart(
        part,
        inputs.stream().map(ValueInfo::name).toList(),
        wanted.stream().map(ValueInfo::name).toList());
  }
}
