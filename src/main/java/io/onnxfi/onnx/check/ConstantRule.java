package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Values that are known before the model runs, and their types. */
final class ConstantRule {
  private static final int MOST_ELEMENTS = 4096;

  private ConstantRule() {}

  /** One of several attributes is the value. */
  static Known constant(Call call) {
    List<AttributeProto> attributes = call.node().getAttributeList();
    call.require(
        attributes.size() == 1, "its attributes", "exactly one, the value", attributes.size());
    AttributeProto value = attributes.get(0);
    int integer = ElementType.INT64.code();
    return switch (value.getName()) {
      case "value" -> KnownTensors.of(value.getT());
      case "value_int" -> Known.constant(integer, new long[0], value.getI());
      case "value_ints" -> {
        long[] elements = call.integers("value_ints").orElseThrow();
        yield Known.constant(integer, new long[] {elements.length}, elements);
      }
      case "value_float" -> Known.constant(ElementType.FLOAT.code(), new long[0], value.getF());
      case "value_floats" -> Known.of(ElementType.FLOAT.code(), value.getFloatsCount());
      default -> Known.NOTHING;
    };
  }

  /** One value, everywhere. */
  static Known filled(Call call) {
    Known value =
        call.tensor("value").map(KnownTensors::of).orElse(Known.ofType(ElementType.FLOAT.code()));
    call.requireAttribute(value.size() < 0 || value.size() == 1, "value", "one element", value);
    Optional<long[]> shape = call.input(0).elements();
    if (shape.isEmpty()) {
      return Known.ofType(value.type());
    }
    call.requireInput(
        Arrays.stream(shape.get()).allMatch(dim -> dim >= 0),
        0,
        "extents from 0 on",
        Arrays.toString(shape.get()));
    Known filled = call.value(value.type(), shape.get());
    if (value.elements().isEmpty() || filled.size() > MOST_ELEMENTS) {
      return filled;
    }
    long[] elements = new long[(int) filled.size()];
    Arrays.fill(elements, value.elements().get()[0]);
    return Known.constant(value.type(), filled.dims(), elements);
  }

  /** As many weights of a window as the input says. */
  static Known window(Call call) {
    int type = (int) call.integer("output_datatype", ElementType.FLOAT.code());
    Optional<long[]> size = call.input(0).elements();
    if (size.isEmpty()) {
      return Known.ofRank(type, 1);
    }
    call.requireInput(
        size.get().length == 1 && size.get()[0] >= 0, 0, "a size", Known.text(size.get()));
    return call.value(type, size.get());
  }

  /** The extents of a value, or some of them. */
  static Known shape(Call call) {
    Known x = call.input(0);
    int type = ElementType.INT64.code();
    if (!x.hasShape()) {
      return Known.ofRank(type, 1);
    }
    int from = clamp(call.integer("start", 0), x.rank());
    int to = Math.max(from, clamp(call.integer("end", x.rank()), x.rank()));
    long[] dims = Arrays.copyOfRange(x.dims(), from, to);
    long[] own = {dims.length};
    return Arrays.stream(dims).anyMatch(dim -> dim < 0)
        ? Known.of(type, own)
        : Known.constant(type, own, dims);
  }

  private static int clamp(long bound, int rank) {
    long fromStart = bound < 0 ? Math.max(bound, -rank) + rank : bound;
    return (int) Math.min(rank, fromStart);
  }

  /** The number of elements. */
  static Known size(Call call) {
    long size = call.input(0).size();
    int type = ElementType.INT64.code();
    return size < 0 ? Known.of(type) : Known.constant(type, new long[0], size);
  }

  /** To another type; integers that stay integers keep their values. */
  static Known cast(Call call) {
    long to = call.integer("to", 0);
    boolean exists = to > 0 && to < Integer.MAX_VALUE && ElementType.ofCode((int) to).isPresent();
    call.requireAttribute(exists || call.opset() < 6, "to", "the code of an ONNX element type", to);
    Known x = call.input(0);
    boolean wide = to == ElementType.INT64.code();
    return wide && x.elements().isPresent()
        ? Known.constant((int) to, x.dims(), x.elements().get())
        : x.as((int) to);
  }

  /** The same bits as elements of another type. */
  static Known bitCast(Call call) {
    long to = call.integer("to", 0);
    boolean exists = to > 0 && to < Integer.MAX_VALUE && ElementType.ofCode((int) to).isPresent();
    call.requireAttribute(exists, "to", "the code of an ONNX element type", to);
    return call.input(0).as((int) to);
  }

  /** As the other input. */
  static Known castLike(Call call) {
    return call.input(0).as(call.input(1).type());
  }

  /** From a start by steps to a limit. */
  static Known range(Call call) {
    int type = call.input(0).type();
    Optional<long[]> start = call.input(0).elements();
    Optional<long[]> limit = call.input(1).elements();
    Optional<long[]> step = call.input(2).elements();
    step.ifPresent(
        by ->
            call.requireInput(
                by.length == 1 && by[0] != 0, 2, "a step other than 0", Arrays.toString(by)));
    boolean known = start.isPresent() && limit.isPresent() && step.isPresent();
    if (!known || start.get().length != 1 || limit.get().length != 1) {
      return Known.ofRank(type, 1);
    }
    double count = Math.ceil(((double) limit.get()[0] - start.get()[0]) / step.get()[0]);
    call.require(
        count <= Integer.MAX_VALUE, "its output", "at most 2^31 elements", "%.0f".formatted(count));
    return Known.of(type, Math.max(0, (long) count));
  }
}
