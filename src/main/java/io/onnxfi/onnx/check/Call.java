package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.Optional;

/**
 * A node of a graph with what is known of its inputs. Its signature holds: inputs and attributes
 * are there in the right number and of the right types.
 */
final class Call {
  /**
   * Elements of one value, with a free batch counted once: a framework's buffers, and ours, end at
   * 2 GiB.
   */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  private final Place place;
  private final int opset;
  private final List<Known> inputs;

  Call(Place place, int opset, List<Known> inputs) {
    this.place = place;
    this.opset = opset;
    this.inputs = List.copyOf(inputs);
  }

  NodeProto node() {
    return place.node();
  }

  String operator() {
    return node().getOpType();
  }

  Place place() {
    return place;
  }

  int opset() {
    return opset;
  }

  /** Whether an input is given. */
  boolean has(int input) {
    return input < node().getInputCount() && !node().getInput(input).isEmpty();
  }

  /** What is known of an input; nothing if it is not given. */
  Known input(int input) {
    return has(input) ? inputs.get(input) : Known.NOTHING;
  }

  /** All inputs. */
  List<Known> inputs() {
    return inputs;
  }

  /** Whether an attribute is given. */
  boolean has(String attribute) {
    return find(attribute).isPresent();
  }

  long integer(String name, long fallback) {
    return find(name).map(AttributeProto::getI).orElse(fallback);
  }

  /** A list of integers, if it is given. */
  Optional<long[]> integers(String name) {
    return find(name).map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  float real(String name, float fallback) {
    return find(name).map(AttributeProto::getF).orElse(fallback);
  }

  String text(String name, String fallback) {
    return find(name).map(a -> a.getS().toStringUtf8()).orElse(fallback);
  }

  Optional<TensorProto> tensor(String name) {
    return find(name).map(AttributeProto::getT);
  }

  /** A graph, empty if it is not given. */
  GraphProto graph(String name) {
    return find(name).map(AttributeProto::getG).orElse(GraphProto.getDefaultInstance());
  }

  /** Linear, as nodes have few attributes. */
  private Optional<AttributeProto> find(String name) {
    for (AttributeProto attribute : node().getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }

  /** The integers of a list attribute, or of an input that older versions had as an attribute. */
  Optional<long[]> integers(String attribute, int input) {
    return has(attribute) ? integers(attribute) : input(input).elements();
  }

  /** Whether the integers are given at all, known or not. */
  boolean has(String attribute, int input) {
    return has(attribute) || has(input);
  }

  /** Refuses unless a condition holds. */
  void require(boolean sound, String part, String expected, Object found) {
    if (!sound) {
      throw MalformedInputException.of(place + ", " + part, expected, found.toString());
    }
  }

  /** Refuses an attribute that does not fit. */
  void requireAttribute(boolean sound, String name, String expected, Object found) {
    require(sound, "attribute " + name, expected, found);
  }

  /** Refuses an input that does not fit. */
  void requireInput(boolean sound, int input, String expected, Object found) {
    if (!sound) {
      String name = input < node().getInputCount() ? node().getInput(input) : "";
      require(false, "input %d %s".formatted(input, Place.quoted(name)), expected, found);
    }
  }

  /** An axis counted from the start; negative ones count from the end. */
  int axis(String part, long axis, int rank, int most) {
    require(
        axis >= -rank && axis <= most,
        part,
        "an axis from %d to %d (input %s)".formatted(-rank, most, input(0)),
        axis);
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A value of an output, if its size is possible. */
  Known value(int type, long... dims) {
    long size = 1;
    for (long dim : dims) {
      require(dim >= Known.BATCH, "its output", "extents of at least 0", Known.text(dims));
      if (dim >= 0) {
        require(
            dim <= MOST_ELEMENTS && size * dim <= MOST_ELEMENTS,
            "its output",
            "at most %,d elements".formatted(MOST_ELEMENTS),
            Known.text(dims));
        size = Math.max(1, size * dim);
      }
    }
    return Known.of(type, dims);
  }
}
