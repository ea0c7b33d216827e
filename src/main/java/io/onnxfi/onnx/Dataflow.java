package io.onnxfi.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Set<String> constants;
  private final Lifetimes lifetimes;

  /** Reads a graph, in time and memory that grow with the values its nodes read and write. */
  public Dataflow(OnnxModel model) {
    this(model, false);
  }

  /**
   * The same, but where integers stand for numbers, they cross a cut and not the numbers that
   * {@code DequantizeLinear} makes of them: these are made again wherever they are needed, as a
   * runtime that computes with integers makes none.
   */
  public static Dataflow ofIntegers(OnnxModel model) {
    return new Dataflow(model, true);
  }

  private Dataflow(OnnxModel model, boolean integersCross) {
    this.model = model;
    this.nodes = model.nodes();
    this.constants = model.constants();
    List<String> inputs = model.inputs().stream().map(ValueInfo::name).toList();
    varying.addAll(inputs);
    for (Node node : nodes) {
      for (String read : node.reads()) {
        users.computeIfAbsent(read, name -> new ArrayList<>(2)).add(node.position());
      }
      boolean varies = node.reads().stream().anyMatch(varying::contains);
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          producer.put(output, node.position());
          if (varies) {
            varying.add(output);
          }
        }
      }
    }
    this.lifetimes =
        new Lifetimes(inputs, this, Set.copyOf(model.outputNames()), remade(integersCross));
  }

  /** The nodes whose results are made again instead of crossing a cut. */
  private Set<Integer> remade(boolean integersCross) {
    Set<Integer> remade = new HashSet<>();
    for (Node node : nodes) {
      if (integersCross
          && node.opType().equals("DequantizeLinear")
          && isVarying(node.inputs().get(0))
          && node.inputs().stream().skip(1).noneMatch(this::isVarying)
          && !model.outputNames().contains(node.outputs().get(0))) {
        remade.add(node.position());
      }
    }
    return remade;
  }

  /** Number of nodes. */
  public int size() {
    return nodes.size();
  }

  /** The node at a position. */
  public Node node(int position) {
    return nodes.get(position);
  }

  /** Positions of the nodes that read a value, in order; a body within a node reads for it. */
  public List<Integer> users(String value) {
    return users.getOrDefault(value, List.of());
  }

  /**
   * Positions of the nodes where a constant meets what depends on the graph's inputs, as it is or
   * as what other nodes make of it alone: behind a {@code Transpose}, a {@code Cast}, a {@code
   * DequantizeLinear} of a weight. In order.
   */
  public List<Integer> meetings(String constant) {
    Set<Integer> found = new TreeSet<>();
    made(constant).stream().flatMap(value -> users(value).stream()).forEach(found::add);
    return found.stream().filter(user -> isVarying(node(user))).toList();
  }

  /**
   * Whether a constant, as it is or as what other nodes make of it alone, says what integers stand
   * for: a scale or a zero point of {@code QuantizeLinear} or {@code DequantizeLinear}.
   */
  public boolean isScale(String constant) {
    return made(constant).stream()
        .anyMatch(
            value ->
                users(value).stream()
                    .map(this::node)
                    .filter(OperatorTrait.CONVERTS_INTEGERS::of)
                    .anyMatch(node -> node.inputs().lastIndexOf(value) > 0));
  }

  /** A constant and all that nodes make of it alone. */
  private Set<String> made(String constant) {
    Set<String> seen = new HashSet<>(Set.of(constant));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (int user : users(open.pop())) {
        if (!isVarying(node(user))) {
          node(user).outputs().stream().filter(seen::add).forEach(open::add);
        }
      }
    }
    return seen;
  }

  /**
   * The last of the nodes after which a cut separates a constant from what is computed with it: one
   * of {@link #meetings}, or the last that needs what such a node makes, if that is made again
   * behind each cut; -1 if there is none.
   */
  public int lastMeeting(String constant) {
    return meetings(constant).stream().mapToInt(lifetimes::settled).max().orElse(-1);
  }

  /** Whether a value depends on the graph's inputs. */
  public boolean isVarying(String value) {
    return varying.contains(value);
  }

  private boolean isVarying(Node node) {
    return node.reads().stream().anyMatch(varying::contains);
  }

  /**
   * Whether a node may choose by the graph's inputs what it computes ({@code If}, {@code Loop}),
   * which it does once for all samples of a batch.
   */
  public boolean hasDecisions() {
    return nodes.stream().anyMatch(node -> node.hasBodies() && isVarying(node));
  }

  /** Position of the node that makes a value; none for inputs and initializers. */
  public OptionalInt producer(String value) {
    Integer position = producer.get(value);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** How long each value that depends on the graph's inputs is needed. */
  public Lifetimes lifetimes() {
    return lifetimes;
  }

  /**
   * The values that cross the cut after a position: made at or before it, and read behind it or
   * wanted as outputs of the graph. In the order in which they are made.
   */
  public List<String> live(int position) {
    return lifetimes.live(position);
  }

  /** All values that depend on one of these, the given ones included. */
  public Set<String> dependents(Collection<String> values) {
    return dependents(values, nodes.size() - 1);
  }

  /**
   * The same as far as a position.
   *
   * @param last the last node to look at
   */
  public Set<String> dependents(Collection<String> values, int last) {
    Set<String> reached = new HashSet<>(values);
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (int user : users(open.pop())) {
        if (user <= last) {
          node(user).outputs().stream().filter(reached::add).forEach(open::add);
        }
      }
    }
    return reached;
  }

  /** The whole graph with other outputs: values whose types and shapes need not be known. */
  public GraphPart observing(List<String> names) {
    return new GraphPart(
        model.observing(names), model.inputs().stream().map(ValueInfo::name).toList(), names);
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
    Set<String> held = new HashSet<>();
    Set<String> fed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    wanted.forEach(output -> open.add(output.name()));
    while (!open.isEmpty()) {
      String value = open.pop();
      OptionalInt made = producer(value);
      if (known.contains(value)) {
        fed.add(value);
      } else if (made.isPresent()) {
        if (needed.add(made.getAsInt())) {
          open.addAll(nodes.get(made.getAsInt()).reads());
        }
      } else if (constants.contains(value)) {
        held.add(value);
      } else {
        throw new IllegalArgumentException("'" + value + "' is needed, but not given");
      }
    }
    List<ValueInfo> inputs = given.stream().filter(v -> fed.contains(v.name())).toList();
    OnnxModel part = model.part(needed, held, inputs, wanted, pooled);
    return new GraphPart(
        part,
        inputs.stream().map(ValueInfo::name).toList(),
        wanted.stream().map(ValueInfo::name).toList());
  }
}
