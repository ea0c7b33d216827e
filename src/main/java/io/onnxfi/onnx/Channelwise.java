package io.onnxfi.onnx;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What depends on an initializer, up to some values, where no channel of images {@code [n,
 * channels, height, width]} depends on another: so that it can be computed for some channels alone.
 *
 * <p>It begins with the only node in which images meet the initializer, or what operations on
 * single elements make of it: a convolution without groups or an operation on single channels. It
 * continues with operations on single channels. Where integers stand for numbers, they are what
 * comes in and goes out.
 */
public final class Channelwise {
  private static final int IMAGE_RANK = 4;
  private static final int CHANNEL_AXIS = 1;

  private final OnnxModel model;
  private final String faulty;
  private final List<String> wanted;
  private final Set<String> dependents;
  private final Set<Integer> nodes = new TreeSet<>();
  private final Set<String> whole = new LinkedHashSet<>();
  private final Set<String> sliced = new LinkedHashSet<>();
  private final Set<String> constants = new LinkedHashSet<>();
  private final Set<String> perChannel = new HashSet<>();
  private int channels;

  private Channelwise(OnnxModel model, Dataflow flow, String faulty, List<String> wanted) {
    this.model = model;
    this.faulty = faulty;
    this.wanted = List.copyOf(wanted);
    int last = wanted.stream().mapToInt(value -> flow.producer(value).orElse(-1)).max().orElse(-1);
    this.dependents = flow.dependents(Set.of(faulty), last);
  }

  /**
   * The dependents of an initializer up to these values, if their channels never mix.
   *
   * @param wanted values {@code [n, channels, …]} that depend on it
   */
  public static Optional<Channelwise> of(
      OnnxModel model, Dataflow flow, String initializer, List<String> wanted) {
    Channelwise part = new Channelwise(model, flow, initializer, wanted);
    return part.collect(flow) ? Optional.of(part) : Optional.empty();
  }

  /** Whether a part may begin with a node, so that it reads what the node reads. */
  public static boolean mayBegin(Node node) {
    return node.opType().equals("Conv") || OperatorTrait.COMBINES.of(node);
  }

  private boolean collect(Dataflow flow) {
    Shape shape = model.initializer(faulty).orElseThrow().shape();
    List<Integer> meeting = flow.meetings(faulty);
    if (meeting.size() != 1 || shape.rank() == 0) {
      return false;
    }
    Node first = flow.node(meeting.get(0));
    channels =
        Math.toIntExact(
            shape.rank() == IMAGE_RANK && !first.opType().equals("Conv")
                ? shape.dim(CHANNEL_AXIS)
                : shape.dim(0));
    List<String> open = new ArrayList<>(wanted);
    while (!open.isEmpty()) {
      String value = open.remove(open.size() - 1);
      if (!dependents.contains(value) || !flow.isVarying(value)) {
        continue;
      }
      Node node = flow.node(flow.producer(value).orElseThrow());
      if (nodes.add(node.position())) {
        if (node.outputs().size() != 1 || !take(flow, node, first.position())) {
          return false;
        }
        open.addAll(node.reads());
      }
    }
    return perChannel.contains(faulty) && whole.stream().noneMatch(sliced::contains);
  }

  /** Whether a node works on single channels; notes what it reads. */
  private boolean take(Dataflow flow, Node node, int first) {
    List<String> inputs = node.inputs();
    String type = node.opType();
    if (type.equals("Conv")) {
      if (node.position() != first
          || node.integer("group", 1) != 1
          || dependents.contains(inputs.get(0))) {
        return false;
      }
      whole.add(source(flow, inputs.get(0)));
      return constants(flow, inputs.subList(1, inputs.size()));
    }
    if (type.equals("BatchNormalization")) {
      return value(flow, inputs.get(0)) && constants(flow, inputs.subList(1, inputs.size()));
    }
    if (OperatorTrait.POOLS.of(node)) {
      return value(flow, inputs.get(0));
    }
    if (OperatorTrait.CONVERTS_INTEGERS.of(node)) {
      return hasOneScale(node) && value(flow, inputs.get(0));
    }
    if (OperatorTrait.ELEMENTWISE.of(node)) {
      return inputs.stream().allMatch(name -> isConstant(name) ? operand(name) : value(flow, name));
    }
    return false;
  }

  private boolean isConstant(String name) {
    return name.isEmpty() || model.initializer(name).isPresent();
  }

  /** A value that is computed here or comes in, images either way. */
  private boolean value(Dataflow flow, String name) {
    if (isConstant(name) || !flow.isVarying(name)) {
      return false;
    }
    if (!dependents.contains(name)) {
      sliced.add(source(flow, name));
    }
    return true;
  }

  /**
   * What comes in for a value: itself, or the integers that it is made of, as a runtime may compute
   * with these.
   */
  private String source(Dataflow flow, String value) {
    OptionalInt made = flow.producer(value);
    if (made.isEmpty()) {
      return value;
    }
    Node node = flow.node(made.getAsInt());
    if (!node.opType().equals("DequantizeLinear") || !hasOneScale(node)) {
      return value;
    }
    nodes.add(node.position());
    return node.inputs().get(0);
  }

  /** Whether all channels have one scale and one zero point; notes them. */
  private boolean hasOneScale(Node node) {
    return node.inputs().stream().skip(1).allMatch(this::isOneNumber);
  }

  private boolean isOneNumber(String name) {
    boolean one =
        model.initializer(name).filter(constant -> constant.shape().size() == 1).isPresent();
    if (one) {
      constants.add(name);
    }
    return one;
  }

  /** Constants whose first axis is the channel. */
  private boolean constants(Dataflow flow, List<String> names) {
    return names.stream().allMatch(name -> constant(flow, name));
  }

  /** An initializer, or what operations on single elements make of one. */
  private boolean constant(Dataflow flow, String name) {
    Optional<Initializer> found = model.initializer(name);
    if (found.isPresent()) {
      constants.add(name);
      perChannel.add(name);
      return found.get().shape().rank() > 0 && found.get().shape().dim(0) == channels;
    }
    OptionalInt made = flow.producer(name);
    if (made.isEmpty() || flow.isVarying(name)) {
      return false;
    }
    Node node = flow.node(made.getAsInt());
    nodes.add(node.position());
    if (node.opType().equals("DequantizeLinear")) {
      return (hasOneScale(node) || node.integer("axis", 1) == 0) && dequantized(flow, node);
    }
    return isScalar(node) || (OperatorTrait.ELEMENTWISE.of(node) && constants(flow, node.reads()));
  }

  /** Integers whose first axis is the channel, with a scale for each channel or for all. */
  private boolean dequantized(Dataflow flow, Node node) {
    return constant(flow, node.inputs().get(0))
        && node.inputs().stream()
            .skip(1)
            .allMatch(name -> isOneNumber(name) || constant(flow, name));
  }

  private static boolean isScalar(Node node) {
    return node.opType().equals("Constant")
        && node.hasAttribute("value")
        && node.tensor("value").filter(tensor -> tensor.shape().rank() == 0).isPresent();
  }

  /** An initializer that is spread over images as ONNX does it: axes aligned at the end. */
  private boolean operand(String name) {
    if (name.isEmpty()) {
      return true;
    }
    constants.add(name);
    Shape shape = model.initializer(name).orElseThrow().shape();
    int axis = shape.rank() - (IMAGE_RANK - CHANNEL_AXIS);
    if (axis < 0 || shape.dim(axis) == 1) {
      return axis <= 0 || shape.dim(0) == 1;
    }
    perChannel.add(name);
    return shape.dim(axis) == channels && axis <= 1 && (axis == 0 || shape.dim(0) == 1);
  }

  /** How many channels there are. */
  public int channels() {
    return channels;
  }

  /** The channel that an element of the initializer goes into. */
  public int channel(long index) {
    return Math.toIntExact(index / stride());
  }

  private long stride() {
    return model.initializer(faulty).orElseThrow().shape().size() / channels;
  }

  /** Values that all channels of a block need whole. */
  public List<String> whole() {
    return List.copyOf(whole);
  }

  /** Values of which a block needs its own channels only. */
  public List<String> sliced() {
    return List.copyOf(sliced);
  }

  /** What is computed. */
  public List<String> wanted() {
    return wanted;
  }

  /** Everything that comes in. */
  public List<String> inputs() {
    Set<String> all = new LinkedHashSet<>(whole);
    all.addAll(sliced);
    return List.copyOf(all);
  }

  /** The same edit in the part for the channels from {@code from}. */
  public TensorEdit within(TensorEdit edit, int from) {
    return edit.from(from * stride());
  }

  /**
   * The part for the channels {@code [from, to)}.
   *
   * @param values descriptions of what comes in and of what is wanted, with all channels
   * @param pooled see {@link Dataflow#between}
   */
  public GraphPart part(int from, int to, Collection<ValueInfo> values, Set<String> pooled) {
    Map<String, ValueInfo> described = new HashMap<>();
    values.forEach(value -> described.put(value.name(), value));
    List<ValueInfo> inputs = new ArrayList<>();
    whole.forEach(name -> inputs.add(described.get(name)));
    sliced.forEach(name -> inputs.add(narrow(described.get(name), to - from)));
    List<ValueInfo> outputs =
        wanted.stream().map(name -> narrow(described.get(name), to - from)).toList();
    Map<String, Tensor> replaced = new HashMap<>();
    perChannel.forEach(name -> replaced.put(name, rows(name, from, to)));
    OnnxModel part = model.part(nodes, constants, inputs, outputs, pooled).withTensors(replaced);
    return new GraphPart(part, inputs(), wanted);
  }

  private static ValueInfo narrow(ValueInfo value, int block) {
    List<Long> dims = new ArrayList<>(value.dims());
    dims.set(CHANNEL_AXIS, (long) block);
    return new ValueInfo(value.name(), value.type(), dims);
  }

  /** Elements of some channels: they lie side by side. */
  private Tensor rows(String name, int from, int to) {
    Tensor all = model.tensor(name);
    long[] dims = all.shape().dims();
    int axis = 0;
    while (dims[axis] != channels) {
      axis++;
    }
    dims[axis] = (long) to - from;
    int bytes = Math.toIntExact(all.type().bytes(all.shape().size() / channels));
    ByteBuffer part = all.bytes().limit(to * bytes).position(from * bytes);
    return Tensor.of(all.type(), Shape.of(dims), part);
  }
}
