package io.onnxfi.backend;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Graphs.OneNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that exporters and quantisers emit, in both frameworks; of old and of new versions. */
class ExportedOperatorsAgreeTest {
  /** Functions differ by a few units in the last place, sums by their order. */
  private static final double TOLERANCE = 2e-5;

  private static final long OPEN = Long.MAX_VALUE;

  private static Tensor scalar(float value) {
    return Tensor.ofFloats(Shape.of(), value);
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  private static Tensor weight(long... dims) {
    return Graphs.random(99, dims);
  }

  private static Tensor bytes(ElementType type, int... values) {
    Tensor tensor =
        Tensor.allocate(type, values.length == 1 ? Shape.of() : Shape.of(values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.putBits(i, values[i] & type.mask());
    }
    return tensor;
  }

  private static OneNode node(String operator, long... dims) {
    return Graphs.node(operator, dims);
  }

  /** Of one element each, with the attributes that matter. */
  private static List<Arguments> functions() {
    List<Arguments> all = new ArrayList<>();
    for (String name :
        ("Neg Sign Ceil Floor Round Exp Sin Cos Atan Sinh Cosh Asinh HardSigmoid HardSwish Mish"
                + " Softplus Softsign Elu Selu Celu LeakyRelu ThresholdedRelu Shrink")
            .split(" ", -1)) {
      all.add(arguments(name, node(name, 3, 4).opset(18).build(3)));
    }
    all.add(arguments("Gelu tanh", node("Gelu", 9).opset(20).set("approximate", "tanh").build(2)));
    all.add(arguments("PRelu", node("PRelu", 3, 4).with(weight(3, 1)).build(3)));
    all.add(arguments("Pow", node("Pow", 3, 4).with(scalar(2)).build(3)));
    all.add(arguments("Mod", node("Mod", 3, 4).with(scalar(0.7f)).set("fmod", 1L).build(3)));
    all.add(arguments("Max", node("Max", 3, 4).with(weight(4)).with(scalar(0.1f)).build(3)));
    all.add(arguments("Min", node("Min", 3, 4).with(weight(3, 1)).build(3)));
    all.add(arguments("Sum", node("Sum", 3, 4).with(weight(4)).with(weight(3, 4)).build(3)));
    all.add(arguments("Mean", node("Mean", 3, 4).with(weight(4)).build(3)));
    OneNode clip = node("Clip", 3, 4).opset(6).set("min", -0.5f).set("max", 0.5f);
    all.add(arguments("Clip by attributes", clip.build(3)));
    return all;
  }

  private static List<Arguments> reductions() {
    List<Arguments> all = new ArrayList<>();
    for (String name :
        "ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSumExp ReduceSumSquare"
            .split(" ", -1)) {
      all.add(arguments(name, node(name, 3, 4, 5).with(-1, 1).opset(18).build(4)));
      OneNode old = node(name, 3, 4, 5).opset(13).set("axes", 2, 3).set("keepdims", 0L);
      all.add(arguments(name + " of an older version", old.build(2)));
    }
    all.add(arguments("ReduceSum", node("ReduceSum", 3, 4).with(1).set("keepdims", 0L).build(2)));
    all.add(
        arguments(
            "CumSum",
            node("CumSum", 3, 4).with(bytes(ElementType.INT32, 1)).set("reverse", 1L).build(3)));
    all.add(arguments("LogSoftmax", node("LogSoftmax", 3, 4).set("axis", 1L).build(3)));
    all.add(arguments("Softmax of all from an axis", node("Softmax", 3, 4).opset(11).build(3)));
    all.add(arguments("Hardmax", node("Hardmax", 3, 4).build(3)));
    all.add(arguments("LRN", node("LRN", 7, 4, 4).set("size", 3L).build(4)));
    all.add(
        arguments(
            "InstanceNormalization",
            node("InstanceNormalization", 3, 4, 4).with(weight(3)).with(weight(3)).build(4)));
    all.add(
        arguments(
            "GroupNormalization",
            node("GroupNormalization", 4, 5, 5)
                .with(weight(4))
                .with(weight(4))
                .set("num_groups", 2L)
                .opset(21)
                .build(4)));
    all.add(
        arguments(
            "GroupNormalization of opset 18, with parameters of groups",
            node("GroupNormalization", 4, 5, 5)
                .with(weight(2))
                .with(weight(2))
                .set("num_groups", 2L)
                .opset(18)
                .build(4)));
    all.add(arguments("LpNormalization", node("LpNormalization", 3, 4).set("axis", 1L).build(3)));
    return all;
  }

  private static List<Arguments> windows() {
    List<Arguments> all = new ArrayList<>();
    for (String name : List.of("MaxPool", "AveragePool")) {
      OneNode up = node(name, 3, 8, 7).set("kernel_shape", 3, 3).set("strides", 2, 2);
      all.add(arguments(name + " rounding up", up.set("ceil_mode", 1L).build(4)));
      OneNode same = node(name, 3, 8, 7).set("kernel_shape", 3, 2).set("strides", 2, 2);
      all.add(arguments(name + " SAME_UPPER", same.set("auto_pad", "SAME_UPPER").build(4)));
      all.add(
          arguments(
              name + " over a line",
              node(name, 3, 9).set("kernel_shape", new long[] {4}).build(3)));
      OneNode volume =
          node(name, 2, 5, 6, 4).set("kernel_shape", 2, 3, 2).set("pads", 1, 0, 0, 0, 1, 1);
      all.add(arguments(name + " over a volume", volume.build(5)));
    }
    all.add(
        arguments(
            "MaxPool dilated",
            node("MaxPool", 3, 9, 9).set("kernel_shape", 3, 3).set("dilations", 2, 2).build(4)));
    all.add(arguments("LpPool", node("LpPool", 3, 8, 8).set("kernel_shape", 2, 2).build(4)));
    all.add(arguments("GlobalMaxPool", node("GlobalMaxPool", 3, 4, 4).build(4)));
    OneNode conv = node("Conv", 3, 9, 8).with(weight(4, 3, 3, 3)).set("strides", 2, 2);
    all.add(
        arguments(
            "Conv SAME_LOWER without kernel_shape", conv.set("auto_pad", "SAME_LOWER").build(4)));
    all.add(
        arguments(
            "Conv over a line",
            node("Conv", 3, 9).with(weight(4, 3, 3)).set("kernel_shape", new long[] {3}).build(3)));
    all.add(
        arguments(
            "ConvTranspose",
            node("ConvTranspose", 4, 5, 6)
                .with(weight(4, 3, 3, 3))
                .with(weight(3))
                .set("strides", 2, 2)
                .set("pads", 1, 1, 1, 1)
                .set("output_padding", 1, 1)
                .build(4)));
    all.add(
        arguments(
            "Gemm transposed", node("Gemm", 2).with(weight(2, 5)).set("transA", 1L).build(2)));
    all.add(
        arguments(
            "Einsum",
            node("Einsum", 3, 4).with(weight(5, 4)).set("equation", "bij,kj->bik").build(3)));
    for (String mode : List.of("nearest", "linear", "cubic")) {
      OneNode resize =
          node("Resize", 3, 4, 5).without().with(floats(1, 1, 2, 1.5f)).set("mode", mode);
      all.add(arguments("Resize " + mode, resize.build(4)));
      OneNode sizes =
          node("Resize", 3, 4, 5).without().without().with(2, 3, 7, 3).set("mode", mode);
      all.add(
          arguments(
              "Resize to a size, " + mode,
              sizes.set("coordinate_transformation_mode", "pytorch_half_pixel").build(4)));
    }
    all.add(arguments("DepthToSpace", node("DepthToSpace", 8, 3, 3).set("blocksize", 2L).build(4)));
    all.add(arguments("SpaceToDepth", node("SpaceToDepth", 2, 4, 6).set("blocksize", 2L).build(4)));
    return all;
  }

  private static List<Arguments> movements() {
    List<Arguments> all = new ArrayList<>();
    all.add(arguments("Gather", node("Gather", 3, 4).with(-1, 0, 2).set("axis", 1L).build(3)));
    all.add(arguments("Unsqueeze", node("Unsqueeze", 3, 4).with(-1, 1).build(5)));
    all.add(arguments("Squeeze", node("Squeeze", 1, 4).with(1).build(2)));
    all.add(
        arguments(
            "Squeeze by attribute",
            node("Squeeze", 1, 4).opset(11).set("axes", new long[] {1}).build(2)));
    all.add(arguments("Expand", node("Expand", 1, 4).with(2, 3, 4).build(3)));
    all.add(arguments("Tile", node("Tile", 3).with(2, 3).build(2)));
    all.add(
        arguments(
            "Slice backwards", node("Slice", 7).with(-1).with(-OPEN).with(1).with(-2).build(2)));
    all.add(
        arguments(
            "Slice by attributes",
            node("Slice", 7).opset(9).set("starts", 1, 2).set("ends", 2, 99).build(2)));
    for (String mode : List.of("reflect", "edge")) {
      all.add(
          arguments(
              "Pad " + mode, node("Pad", 4, 5).with(0, 1, 2, 0, 2, 1).set("mode", mode).build(3)));
    }
    all.add(
        arguments(
            "Pad by attribute",
            node("Pad", 4).opset(10).set("pads", 0, 1, 0, 2).set("value", 1.5f).build(2)));
    all.add(arguments("Trilu", node("Trilu", 4, 4).set("upper", 0L).build(3)));
    all.add(
        arguments(
            "ScatterND",
            node("ScatterND", 3)
                .with(Tensor.ofLongs(Shape.of(2, 2), 0, 1, 1, 2))
                .with(floats(7, 8))
                .build(2)));
    all.add(
        arguments(
            "GatherElements",
            node("GatherElements", 3)
                .with(Tensor.ofLongs(Shape.of(2, 2), 0, 2, 1, 1))
                .set("axis", 1L)
                .build(2)));
    all.add(
        arguments(
            "ReverseSequence",
            node("ReverseSequence", 3, 4)
                .with(2, 3)
                .set("batch_axis", 0L)
                .set("time_axis", 1L)
                .build(3)));
    return all;
  }

  /** Rounding half to even, and what is out of range, in the same way to the bit. */
  private static List<Arguments> quantised() {
    List<Arguments> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.INT8, ElementType.UINT8, ElementType.INT16)) {
      OneNode one = node("QuantizeLinear", 3, 16).with(scalar(0.01f)).with(bytes(type, 3));
      all.add(arguments("QuantizeLinear " + type, one.opset(21).yields(type).build(3)));
      OneNode each =
          node("QuantizeLinear", 3, 16)
              .with(floats(0.5f, 0.03f, 0.01f))
              .with(bytes(type, 1, 0, 7))
              .set("axis", 1L);
      all.add(
          arguments("QuantizeLinear per channel " + type, each.opset(21).yields(type).build(3)));
    }
    for (ElementType to :
        List.of(
            ElementType.FLOAT16,
            ElementType.BFLOAT16,
            ElementType.DOUBLE,
            ElementType.INT32,
            ElementType.INT64,
            ElementType.BOOL)) {
      all.add(
          arguments(
              "Cast to " + to, node("Cast", 3, 4).set("to", (long) to.code()).yields(to).build(3)));
    }
    all.add(
        arguments(
            "Greater", node("Greater", 3, 4).with(weight(4)).yields(ElementType.BOOL).build(3)));
    all.add(
        arguments(
            "ArgMax", node("ArgMax", 3, 4).set("axis", 1L).yields(ElementType.INT64).build(3)));
    all.add(arguments("Shape", node("Shape", 3, 4).yields(ElementType.INT64).build(1)));
    all.add(arguments("IsNaN", node("IsNaN", 3, 4).yields(ElementType.BOOL).build(3)));
    return all;
  }

  static Stream<Arguments> graphs() {
    return Stream.of(functions(), reductions(), windows(), movements(), quantised())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void shouldComputeTheSame(String name, OnnxModel model) {
    FrameworksAgree.require(name, model, TOLERANCE);
  }
}
