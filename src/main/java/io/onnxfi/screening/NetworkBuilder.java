package io.onnxfi.screening;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network while its nodes are read: what they read, and the steps that they become. */
final class NetworkBuilder {
  /** Factors, roots, divisions of a normalisation that a runtime makes a part of a convolution. */
  static final int SCALING = 10;

  private static final int IMAGE_RANK = 3;

  private final OnnxModel model;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<int[]> shapes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Network.WeightUse> weights = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();

  /** The most terms of a sum so far: a runtime may take what is added to it into the same sum. */
  private long most = 1;

  /** Nothing but the input. */
  NetworkBuilder(OnnxModel model, int... sample) {
    this.model = model;
    places.put(model.inputs().get(0).name(), 0);
    shapes.add(sample);
    names.add(model.inputs().get(0).name());
  }

  /** Keeps what a node named {@code Constant} holds. */
  void keep(Node node) {
    node.tensor("value").ifPresent(value -> constants.put(node.outputs().get(0), value));
  }

  /** The network of all that was put. */
  Network build() {
    Integer output = places.get(model.outputNames().get(0));
    if (output == null || output != steps.size()) {
      throw new Unscreenable(
          model.nodes().get(model.nodes().size() - 1), "a graph that does not end with its scores");
    }
    weights.keySet().removeAll(shared());
    return new Network(size(shapes.get(0)), steps, weights, names);
  }

  /** What nodes read in more than one place. */
  private Set<String> shared() {
    Set<String> seen = new HashSet<>();
    return model.nodes().stream()
        .flatMap(node -> node.inputs().stream())
        .filter(name -> !seen.add(name))
        .collect(Collectors.toSet());
  }

  /** The place of the value that a node reads. */
  int input(Node node, int i) {
    Integer place = places.get(node.inputs().get(i));
    if (place == null) {
      throw new Unscreenable(node, "constants in this place");
    }
    return place;
  }

  int[] shape(Node node, int i) {
    return shapes.get(input(node, i));
  }

  /** The shape of the first value, which must be {@code [channels, height, width]}. */
  int[] image(Node node) {
    int[] shape = shape(node, 0);
    if (shape.length != IMAGE_RANK) {
      throw new Unscreenable(node, "values that are no images");
    }
    return shape;
  }

  static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  Optional<Tensor> constant(String name) {
    if (constants.containsKey(name)) {
      return Optional.of(constants.get(name));
    }
    return model.initializer(name).map(Initializer::name).map(model::tensor);
  }

  /** Constant numbers that a node reads. */
  float[] floats(Node node, int i) {
    String name = node.inputs().get(i);
    Tensor tensor = constant(name).orElseThrow(() -> new Unscreenable(node, "computed weights"));
    if (tensor.type() != ElementType.FLOAT) {
      throw new Unscreenable(node, "weights of type " + tensor.type());
    }
    return tensor.toFloatArray();
  }

  /** Adds the step of a node. */
  void put(Node node, Step step, int... shape) {
    if (node.outputs().stream().filter(name -> !name.isEmpty()).count() != 1) {
      throw new Unscreenable(node, "several outputs");
    }
    if (step.size() != size(shape)) {
      throw new IllegalStateException(node.name() + ": " + step.size() + " elements");
    }
    steps.add(step);
    shapes.add(shape);
    names.add(node.outputs().get(0));
    places.put(node.outputs().get(0), steps.size());
  }

  /** Notes that the next step has a tensor as weights or, {@code repeats} results each, as bias. */
  void use(Node node, int i, double bias, int repeats) {
    String name = node.inputs().get(i);
    if (constants.containsKey(name)) {
      return;
    }
    Network.WeightUse use = new Network.WeightUse(steps.size(), bias, repeats, floats(node, i));
    weights.put(name, use);
  }

  /** A sum of so many terms. */
  LinearStep linear(int[] reads, LinearMap[] maps, double[] offset, double[] constant, long terms) {
    most = Math.max(most, terms);
    return new LinearStep(reads, maps, offset, constant, most + SCALING);
  }

  /** Puts a sum of what a map makes of the first input, and a constant. */
  void sum(Node node, LinearMap map, double[] offset, double[] constant, long terms, int... shape) {
    int[] reads = {input(node, 0)};
    put(node, linear(reads, new LinearMap[] {map}, offset, constant, terms), shape);
  }

  /** Places of the elements of a value, in order. */
  int[] all(int place) {
    int[] all = new int[size(shapes.get(place))];
    Arrays.setAll(all, e -> e);
    return all;
  }

  void move(Node node, int[] sources, int... shape) {
    double[] none = new double[size(shape)];
    put(
        node,
        new LinearStep(
            new int[] {input(node, 0)}, new LinearMap[] {Moves.of(sources)}, none, none, 0),
        shape);
  }
}
