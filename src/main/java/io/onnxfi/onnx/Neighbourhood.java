package io.onnxfi.onnx;

import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A part of a graph that computes images {@code [n, channels, height, width]} (or with other
 * numbers of axes behind the channels) of which each element depends only on those around its
 * place: convolutions, poolings and what works on single elements. It can be computed in a window.
 *
 * <p>The window is the same part with smaller images. At an edge of the window that is none of the
 * image, an operator pads what it should have read; so what lies too near to such an edge is not
 * that of the image, and does not count as computed.
 */
public final class Neighbourhood {
  private static final int FIRST_AXIS = 2;

  private final OnnxModel part;
  private final String value;
  private final Map<String, Shape> inputs = new LinkedHashMap<>();
  private final List<String> outputs;
  private final List<Node> nodes;
  private final int rank;

  private Neighbourhood(OnnxModel part, String value) {
    this.part = part;
    this.value = value;
    for (ValueInfo input : part.inputs()) {
      inputs.put(input.name(), shape(input));
    }
    this.outputs = part.outputNames();
    this.nodes = part.nodes();
    this.rank = inputs.containsKey(value) ? inputs.get(value).rank() : 0;
  }

  private static Shape shape(ValueInfo input) {
    long[] dims = input.dims().stream().mapToLong(Long::longValue).toArray();
    if (dims.length > 0) {
      dims[0] = 1;
    }
    return LongStream.of(dims).anyMatch(dim -> dim < 1) ? Shape.of() : Shape.of(dims);
  }

  /**
   * Looks at a part.
   *
   * @param part whose inputs have known extents
   * @param value the input of which others than the rest of the graph may change elements
   * @return nothing if an element may depend on more than its neighbourhood
   */
  public static Optional<Neighbourhood> of(OnnxModel part, String value) {
    Neighbourhood found = new Neighbourhood(part, value);
    return found.fits() ? Optional.of(found) : Optional.empty();
  }

  private boolean fits() {
    return rank > FIRST_AXIS
        && inputs.values().stream().allMatch(shape -> shape.rank() == rank)
        && nodes.stream().allMatch(this::isLocal)
        && axes().allMatch(axis -> whole(axis).isPresent());
  }

  /** The axes behind the channels. */
  private IntStream axes() {
    return IntStream.range(FIRST_AXIS, rank);
  }

  private boolean isLocal(Node node) {
    if (node.outputs().size() != 1 || node.inputs().isEmpty()) {
      return false;
    }
    List<String> operands = node.inputs().subList(1, node.inputs().size());
    if (node.opType().equals("BatchNormalization")) {
      return operands.stream().allMatch(this::isConstant);
    }
    if (node.opType().equals("Conv")) {
      return operands.stream().allMatch(this::isConstant) && Windowed.isPlain(node);
    }
    if (OperatorTrait.POOLS.of(node)) {
      return node.hasAttribute("kernel_shape") && Windowed.isPlain(node);
    }
    return OperatorTrait.ELEMENTWISE.of(node)
        && node.inputs().stream().allMatch(name -> !isConstant(name) || isSpread(name));
  }

  private boolean isConstant(String name) {
    return name.isEmpty() || part.initializer(name).isPresent();
  }

  /** Whether an initializer is the same at all places of an image. */
  private boolean isSpread(String name) {
    if (name.isEmpty()) {
      return true;
    }
    Shape shape = part.initializer(name).orElseThrow().shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis + rank - shape.rank() >= FIRST_AXIS && shape.dim(axis) != 1) {
        return false;
      }
    }
    return true;
  }

  private long extent(int axis) {
    return inputs.get(value).dim(axis);
  }

  private Optional<Map<String, Strip>> whole(int axis) {
    return strips(axis, 0, extent(axis), 0, 1);
  }

  /** One axis of everything, for a window of the value; nothing if the part has no such window. */
  private Optional<Map<String, Strip>> strips(int axis, long start, long size, long from, long to) {
    Map<String, Strip> strips = new HashMap<>();
    long own = extent(axis);
    for (Map.Entry<String, Shape> input : inputs.entrySet()) {
      long other = input.getValue().dim(axis);
      if (start * other % own != 0 || size * other % own != 0 || size * other < own) {
        return Optional.empty();
      }
      Strip strip = Strip.of(other, start * other / own, size * other / own);
      strips.put(input.getKey(), input.getKey().equals(value) ? strip.struck(from, to) : strip);
    }
    for (Node node : nodes) {
      Optional<Strip> made = strip(node, axis - FIRST_AXIS, strips);
      if (made.isEmpty()) {
        return Optional.empty();
      }
      strips.put(node.outputs().get(0), made.get());
    }
    return Optional.of(strips);
  }

  private Optional<Strip> strip(Node node, int axis, Map<String, Strip> strips) {
    List<Strip> read = new ArrayList<>();
    for (String name : node.reads()) {
      if (strips.containsKey(name)) {
        read.add(strips.get(name));
      } else if (!isConstant(name)) {
        return Optional.empty();
      }
    }
    if (read.isEmpty()) {
      return Optional.empty();
    }
    if (node.opType().equals("Conv") || OperatorTrait.POOLS.of(node)) {
      return Windowed.of(part, node, axis).flatMap(read.get(0)::through);
    }
    Optional<Strip> joined = Optional.of(read.get(0));
    for (Strip next : read.subList(1, read.size())) {
      joined = joined.flatMap(before -> before.with(next));
    }
    return joined;
  }

  /** Names of what goes in, in order. */
  public List<String> inputs() {
    return List.copyOf(inputs.keySet());
  }

  /**
   * Extents of the smallest window that is enough for a change of any single element of the value.
   *
   * @return along each axis behind the channels; nothing if only the whole image is
   */
  public Optional<List<Long>> least() {
    List<Long> sizes = axes().mapToObj(this::least).toList();
    boolean isSmaller = axes().anyMatch(axis -> sizes.get(axis - FIRST_AXIS) < extent(axis));
    return isSmaller ? Optional.of(sizes) : Optional.empty();
  }

  private long least(int axis) {
    long extent = extent(axis);
    return LongStream.range(1, extent)
        .filter(size -> places(axis, size).allMatch(at -> isEnough(axis, size, at)))
        .findFirst()
        .orElse(extent);
  }

  /** Elements at both edges and in the middle: what matters is where strides meet a window. */
  private LongStream places(int axis, long size) {
    long extent = extent(axis);
    return LongStream.range(0, extent)
        .filter(at -> at < size || at >= extent - size || Math.abs(2 * at - extent) <= 2 * size);
  }

  private boolean isEnough(int axis, long size, long at) {
    return around(axis, size, at, at + 1).isPresent();
  }

  /** The window nearest to being centred, if there is one that computes all that is changed. */
  private Optional<Map<String, Strip>> around(int axis, long size, long from, long to) {
    long centred = from - (size - (to - from)) / 2;
    long last = extent(axis) - size;
    return LongStream.rangeClosed(0, size)
        .flatMap(away -> LongStream.of(centred - away, centred + away))
        .map(start -> Math.max(0, Math.min(last, start)))
        .mapToObj(start -> strips(axis, start, size, from, to))
        .flatMap(Optional::stream)
        .filter(this::holdsChange)
        .findFirst();
  }

  private boolean holdsChange(Map<String, Strip> strips) {
    return strips.get(value).holdsChange()
        && outputs.stream().allMatch(name -> strips.get(name).holdsChange());
  }

  /**
   * The window in which a change is computed.
   *
   * @param sizes of the window of the value, along each axis behind the channels
   * @param from first element of the change along each of them
   * @param to behind its last
   * @return nothing if no such window computes all that depends on the change
   */
  public Optional<Window> around(List<Long> sizes, long[] from, long[] to) {
    Map<String, List<Strip>> all = new LinkedHashMap<>();
    for (int i = 0; i < sizes.size(); i++) {
      Optional<Map<String, Strip>> strips = around(FIRST_AXIS + i, sizes.get(i), from[i], to[i]);
      if (strips.isEmpty()) {
        return Optional.empty();
      }
      strips
          .get()
          .forEach((name, strip) -> all.computeIfAbsent(name, n -> new ArrayList<>()).add(strip));
    }
    all.keySet().removeIf(name -> !inputs.containsKey(name) && !outputs.contains(name));
    return Optional.of(new Window(all));
  }

  /** Some window of these sizes: all have the same shapes. */
  public Window any(List<Long> sizes) {
    return around(sizes, new long[sizes.size()], new long[sizes.size()]).orElseThrow();
  }

  /**
   * A window of every input and output.
   *
   * @param strips along each axis behind the channels, by name
   */
  public record Window(Map<String, List<Strip>> strips) {
    /** Copies. */
    public Window {
      strips = Collections.unmodifiableMap(new LinkedHashMap<>(strips));
    }

    /** The coordinates in the window of an element of an image. */
    public long[] within(String name, long[] index) {
      long[] own = index.clone();
      for (int i = 0; i < strips.get(name).size(); i++) {
        own[FIRST_AXIS + i] -= strips.get(name).get(i).start();
      }
      return own;
    }

    /** The shape of some images of a value in the window. */
    public Shape shape(String name, Shape images) {
      long[] dims = images.dims();
      for (int i = 0; i < strips.get(name).size(); i++) {
        dims[FIRST_AXIS + i] = strips.get(name).get(i).size();
      }
      return Shape.of(dims);
    }
  }
}
