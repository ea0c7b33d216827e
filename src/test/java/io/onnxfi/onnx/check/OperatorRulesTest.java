package io.onnxfi.onnx.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.onnxfi.error.OnnxFiException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule about one operator: what it refuses, and what stands nearest to that and is sound. */
class OperatorRulesTest {
  private static final long HUGE = 1L << 33;

  private static Proto conv(Object... attributes) {
    return Proto.of(4, 8, 8)
        .floats("w", 6, 2, 3, 3)
        .floats("b", 6)
        .node("Conv", List.of("x", "w", "b"), "y", with("group", 2L, attributes));
  }

  private static Object[] with(String name, Object value, Object... others) {
    for (int i = 0; i < others.length; i += 2) {
      if (others[i].equals(name)) {
        return others;
      }
    }
    return Stream.concat(Stream.of(name, value), Stream.of(others)).toArray();
  }

  private static Proto unary(String operator, Object... attributes) {
    return Proto.of(4, 8, 8).node(operator, List.of("x"), "y", attributes);
  }

  private static Proto pool(Object... attributes) {
    return unary("MaxPool", with("kernel_shape", ints(2, 2), attributes));
  }

  private static Proto constant(String operator, long... values) {
    return Proto.of(4, 8, 8).longs("c", values).node(operator, List.of("x", "c"), "y");
  }

  private static Proto batchNorm(long scale, long shift, long mean, long variance) {
    return Proto.of(4, 8, 8)
        .floats("s", scale)
        .floats("b", shift)
        .floats("m", mean)
        .floats("v", variance)
        .node("BatchNormalization", List.of("x", "s", "b", "m", "v"), "y");
  }

  private static Proto groupNorm(int opset, long parameters) {
    return Proto.of(4, 8, 8)
        .opset(opset)
        .floats("s", parameters)
        .floats("b", parameters)
        .node("GroupNormalization", List.of("x", "s", "b"), "y", "num_groups", 2L);
  }

  private static Proto gemm(long rows, long columns, Object... attributes) {
    return Proto.of(4)
        .floats("w", rows, columns)
        .floats("b", 5)
        .node("Gemm", List.of("x", "w", "b"), "y", attributes);
  }

  private static Proto slice(long start, long end, long axis, long step) {
    return Proto.of(4, 8, 8)
        .longs("s", start)
        .longs("e", end)
        .longs("a", axis)
        .longs("t", step)
        .node("Slice", List.of("x", "s", "e", "a", "t"), "y");
  }

  private static Proto division(String operator, long dividend, long divisor) {
    return Proto.of(1)
        .longs("a", dividend)
        .longs("d", divisor)
        .node(operator, List.of("a", "d"), "y");
  }

  private static long[] ints(long... values) {
    return values;
  }

  private static Arguments refused(Proto proto, String... parts) {
    return Arguments.of(String.join(" … ", parts), proto.output("y"), parts);
  }

  static Stream<Arguments> unsound() {
    return Stream.of(
        refused(conv("strides", ints(HUGE, 1)), "(Conv), attribute strides", "[8589934592, 1]"),
        refused(conv("strides", ints(0, 1)), "attribute strides", "from 1", "[0, 1]"),
        refused(conv("strides", ints(-1, -1)), "attribute strides", "[-1, -1]"),
        refused(conv("strides", ints(1)), "attribute strides: expected 2 numbers", "1: [1]"),
        refused(conv("dilations", ints(0, 0)), "attribute dilations", "[0, 0]"),
        refused(conv("dilations", ints(9, 9)), "its window", "kernel 3, dilation 9"),
        refused(conv("pads", ints(-1, 0, 0, 0)), "attribute pads", "[-1, 0, 0, 0]"),
        refused(conv("pads", ints(0, 0)), "attribute pads: expected 4 numbers"),
        refused(conv("pads", ints(1L << 30, 0, 0, 0)), "attribute pads", "1073741824"),
        refused(conv("pads", ints(1 << 19, 1 << 19, 1 << 19, 1 << 19)), "its output", "elements"),
        refused(conv("kernel_shape", ints(3, 2)), "attribute kernel_shape", "[3, 3]", "[3, 2]"),
        refused(conv("group", 0L), "attribute group", "found 0"),
        refused(conv("group", 4L), "attribute group", "a divisor of the 6 filters", "found 4"),
        refused(conv("group", 3L), "input 1 'w'", "4 channels / 3 groups", "[6, 2, 3, 3]"),
        refused(conv("auto_pad", "SAME"), "attribute auto_pad", "'SAME'"),
        refused(conv("stride", ints(1, 1)), "attribute 'stride'", "does not have"),
        refused(conv("strides", 2L), "attribute 'strides': expected INTS, found INT"),
        refused(
            Proto.of(4, 8, 8)
                .floats("w", 6, 4, 3, 3)
                .floats("b", 2)
                .node("Conv", List.of("x", "w", "b"), "y"),
            "(Conv), input 2 'b': expected a bias of [6]",
            "found [2]"),
        refused(
            Proto.of(4, 8, 8).floats("w", 6, 4, 3).node("Conv", List.of("x", "w"), "y"),
            "input 1 'w'",
            "4 axes"),
        refused(
            Proto.of(4, 8, 8)
                .floats("w", 4, 3, 3, 3)
                .floats("b", 2)
                .node("ConvTranspose", List.of("x", "w", "b"), "y"),
            "input 2 'b': expected a bias of [3]"),
        refused(
            Proto.of(4, 8, 8)
                .floats("w", 4, 3, 3, 3)
                .node("ConvTranspose", List.of("x", "w"), "y", "output_padding", ints(1, 1)),
            "attribute output_padding"),
        refused(pool("kernel_shape", ints(0, 0)), "attribute kernel_shape", "[0, 0]"),
        refused(pool("kernel_shape", ints(HUGE, HUGE)), "attribute kernel_shape"),
        refused(pool("kernel_shape", ints(9, 9)), "its window", "8 spatial elements"),
        refused(pool("kernel_shape", ints(2)), "attribute kernel_shape: expected 2 numbers"),
        refused(pool("ceil_mode", 2L), "attribute ceil_mode: expected 0 or 1, found 2"),
        refused(pool("storage_order", -1L), "attribute storage_order"),
        refused(pool("strides", ints(0, 0)), "attribute strides"),
        refused(unary("MaxPool"), "expected an attribute kernel_shape, found none"),
        refused(batchNorm(1, 4, 4, 4), "input 1 's': expected [4]", "found [1]"),
        refused(batchNorm(4, 4, 4, 5), "input 4 'v': expected [4]", "found [5]"),
        refused(gemm(5, 4), "its factors"),
        refused(gemm(4, 6), "input 2 'b'", "[?, 6]", "found [5]"),
        refused(gemm(4, 5, "transA", 1L), "attribute transA", "batch"),
        refused(gemm(4, 5, "transB", 2L), "attribute transB: expected 0 or 1"),
        refused(
            Proto.of(4).floats("w", 3, 5).node("MatMul", List.of("x", "w"), "y"),
            "its factors",
            "[?, 4] times [3, 5]"),
        refused(unary("Softmax", "axis", 4L), "attribute axis: expected an axis from -4 to 3"),
        refused(unary("Flatten", "axis", Long.MAX_VALUE), "attribute axis"),
        refused(unary("Transpose", "perm", ints(0, 1, 1, 3)), "attribute perm"),
        refused(unary("Transpose", "perm", ints(0, 1)), "attribute perm", "4 axes"),
        refused(unary("Transpose", "perm", ints(0, -1, 2, 3)), "attribute perm"),
        refused(unary("Concat", "axis", -5L), "attribute axis"),
        refused(unary("Concat"), "expected an attribute axis, found none"),
        refused(unary("ReduceMean", "axes", ints(4)), "its axes"),
        refused(unary("ReduceMean", "axes", ints(1, -3)), "its axes: expected each axis once"),
        refused(unary("ReduceMean", "keepdims", 3L), "attribute keepdims"),
        refused(unary("ArgMax", "axis", 9L), "attribute axis"),
        refused(unary("Cast", "to", 99L), "attribute to", "found 99"),
        refused(unary("LRN", "size", 0L), "attribute size"),
        refused(unary("DepthToSpace", "blocksize", 3L), "attribute blocksize"),
        refused(unary("DepthToSpace", "blocksize", 0L), "attribute blocksize"),
        refused(unary("BatchNormalization"), "expected 5 inputs, found 1"),
        refused(unary("Gelu").opset(17), "added in opset 20"),
        refused(unary("Upsample"), "removed after opset 9"),
        refused(groupNorm(18, 4), "input 1 's'", "[2]"),
        refused(groupNorm(21, 2), "input 1 's'", "[4]"),
        refused(constant("Reshape", -1, -1), "its shape", "[-1, -1]"),
        refused(constant("Reshape", 0, 0, 0, 0, 0), "its shape", "0 only where"),
        refused(constant("Reshape", 0, HUGE), "its shape"),
        refused(
            Proto.of(1).floats("f", 6).longs("c", 4, -1).node("Reshape", List.of("f", "c"), "y"),
            "its shape",
            "a divisor of the 6 elements"),
        refused(
            Proto.of(1).floats("f", 6).longs("c", 4, 2).node("Reshape", List.of("f", "c"), "y"),
            "its shape",
            "the 6 elements"),
        refused(constant("Pad", 0, 0, 1L << 40, 0, 0, 0, 0, 0), "its pads", "1099511627776"),
        refused(constant("Pad", 0, 0, 1), "its pads", "8 numbers"),
        refused(constant("Pad", 0, 0, -5, 0, 0, 0, -5, 0), "its pads"),
        refused(constant("Expand", 1L << 20, 1L << 20, 8, 8), "broadcast"),
        refused(
            Proto.of(1).longs("c", 1L << 20, 1L << 20).node("ConstantOfShape", List.of("c"), "y"),
            "its output",
            "elements"),
        refused(constant("Tile", 1, 1, -1, 1), "input 1 'c'"),
        refused(constant("Tile", 1, 1L << 16, 1L << 16, 1), "its output"),
        refused(
            constant("Gather", 0).opset(17).node("Gather", List.of("x", "c"), "z", "axis", 4L),
            "attribute axis"),
        refused(
            Proto.of(1).floats("f", 3).longs("c", 3).node("Gather", List.of("f", "c"), "y"),
            "input 1 'c': expected indices below 3",
            "found [3]"),
        refused(constant("Unsqueeze", 9), "its axes"),
        refused(constant("Squeeze", 1), "its axes: expected axes of extent 1"),
        refused(slice(0, 4, 4, 1), "its axes"),
        refused(slice(0, 4, 1, 0), "input 4 't': expected steps other than 0"),
        refused(slice(0, 4, 1, Long.MAX_VALUE), "input 4 't'"),
        refused(slice(0, 4, 1, Long.MIN_VALUE), "input 4 't'"),
        refused(division("Div", 1, 0), "(Div), input 1 'd': expected no integer 0"),
        refused(division("Mod", 1, 0), "(Mod), input 1 'd'"),
        refused(division("Div", Long.MIN_VALUE, -1), "-9223372036854775808 / -1"),
        refused(
            Proto.of(4, 8, 8).floats("c", 3).node("Add", List.of("x", "c"), "y"),
            "its inputs",
            "[?, 4, 8, 8] and [3]"),
        refused(
            Proto.of(4, 8, 8).floats("c", 3).node("PRelu", List.of("x", "c"), "y"), "input 1 'c'"),
        refused(
            Proto.of(4, 8, 8)
                .floats("s", 4)
                .floats("b", 3)
                .node("InstanceNormalization", List.of("x", "s", "b"), "y"),
            "input 2 'b'"),
        refused(
            Proto.of(4, 8, 8).floats("s", 7).node("LayerNormalization", List.of("x", "s"), "y"),
            "input 1 's'"),
        refused(
            Proto.of(1)
                .longs("a", 0)
                .longs("b", 9)
                .longs("c", 0)
                .node("Range", List.of("a", "b", "c"), "y"),
            "input 2 'c': expected a step other than 0"),
        refused(unary("RandomNormalLike"), "(RandomNormalLike)", "a function of its input"),
        refused(unary("Bernoulli"), "(Bernoulli)", "a function of its input"));
  }

  /** ONNX allows it, but then an image's answer is not its own. */
  static Stream<Arguments> training() {
    return Stream.of(
        refused(
            batchNorm(4, 4, 4, 4)
                .node(
                    "BatchNormalization",
                    List.of("x", "s", "b", "m", "v"),
                    "z",
                    "training_mode",
                    1L),
            "attribute training_mode"),
        refused(
            Proto.of(4).floats("r").longs("t", 1).node("Dropout", List.of("x", "r", "t"), "y"),
            "training_mode (input 2)",
            "found true"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void training(String name, ModelProto model, String... parts) {
    ModelCheck.require(model, "m.onnx");
    assertThatThrownBy(() -> ModelCheck.requireInference(model, "m.onnx"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("m.onnx: node ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldAllowDropoutThatIsOff() {
    ModelProto model =
        Proto.of(4).floats("r").longs("t", 0).node("Dropout", List.of("x", "r", "t"), "y").build();
    assertThatCode(() -> ModelCheck.requireInference(model, "m.onnx")).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unsound(String name, ModelProto model, String... parts) {
    assertThatThrownBy(() -> ModelCheck.require(model, "m.onnx"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("m.onnx: node ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  static Stream<Proto> sound() {
    return Stream.of(
        conv(),
        conv("strides", ints(1 << 20, 1)),
        conv("kernel_shape", ints(3, 3), "auto_pad", "SAME_UPPER", "pads", ints(0, 0, 0, 0)),
        conv("pads", ints(5, 0, 0, 5)),
        pool("ceil_mode", 1L, "strides", ints(3, 3)),
        batchNorm(4, 4, 4, 4),
        groupNorm(18, 2),
        groupNorm(20, 2),
        groupNorm(21, 4),
        gemm(4, 5),
        gemm(5, 4, "transB", 1L),
        unary("Softmax", "axis", -4L),
        unary("Flatten", "axis", 4L),
        unary("Transpose"),
        unary("ReduceMean", "axes", ints(2, -1), "keepdims", 0L),
        constant("Reshape", 0, -1),
        constant("Reshape", 1, 2, 3),
        constant("Pad", 0, 0, -4, 0, 0, 0, -4, 0),
        constant("Unsqueeze", -1),
        slice(Long.MIN_VALUE, Long.MAX_VALUE, -1, -1),
        division("Div", Long.MIN_VALUE, 1),
        division("Mod", 7, -2),
        Proto.of().node("Softmax", List.of("x"), "y", "axis", 99L),
        Proto.of(4).floats("r").node("Dropout", List.of("x", "r"), "y"));
  }

  @ParameterizedTest
  @MethodSource
  void sound(Proto proto) {
    assertThatCode(() -> ModelCheck.require(proto.output("y"), "m.onnx"))
        .doesNotThrowAnyException();
  }
}
