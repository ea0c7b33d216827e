package io.onnxfi.lowering;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.ModelPass;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Static quantisation to 8 bits as a pass: {@link IntegerModel#ofRanges}.
 *
 * @param ranges of {@link IntegerModel#activations} of the model
 * @param weightBits of a weight, its sign among them, 2 to 8
 */
public record StaticIntegers(Map<String, ValueRange> ranges, int weightBits) implements ModelPass {
  private static final double HALF_A_STEP = 0.5000001;

  /** Copies. */
  public StaticIntegers {
    ranges = Map.copyOf(ranges);
  }

  @Override
  public void requires(OnnxModel model) {
    List<String> values = IntegerModel.activations(model);
    if (values.isEmpty()) {
      throw new UnsupportedInputException(
          "8-bit integers: expected a convolution or a product with a float weight, found none");
    }
    for (String value : values) {
      if (!ranges.containsKey(value)) {
        throw new UnsupportedInputException(
            "8-bit integers: no range of '%s' could be recorded".formatted(value));
      }
    }
  }

  @Override
  public OnnxModel apply(OnnxModel model) {
    return IntegerModel.ofRanges(model, ranges, weightBits);
  }

  /** Every weight stands for what it stood for, to half a step. */
  @Override
  public void ensures(OnnxModel before, OnnxModel after) {
    if (!after.outputs().equals(before.outputs())) {
      throw new IllegalStateException("the outputs changed: " + after.outputs());
    }
    for (Node node : after.nodes()) {
      if (!node.opType().equals("DequantizeLinear")) {
        continue;
      }
      String stored = node.inputs().get(0);
      after
          .initializer(stored)
          .filter(tensor -> tensor.type() == ElementType.INT8)
          .ifPresent(tensor -> requireNear(before, after, node, tensor));
    }
  }

  private static void requireNear(
      OnnxModel before, OnnxModel after, Node node, Initializer integers) {
    String name = integers.name().replaceFirst("/int8(\\.\\d+)?$", "");
    Tensor weight = before.tensor(name);
    Tensor stored = after.tensor(integers.name());
    float[] scales = after.tensor(node.inputs().get(1)).toFloatArray();
    float[] w = weight.toFloatArray();
    int axis = Math.toIntExact(node.integer("axis", 1));
    long[] dims = weight.shape().dims();
    long inner = 1;
    for (int i = axis + 1; i < dims.length; i++) {
      inner *= dims[i];
    }
    for (int i = 0; i < w.length; i++) {
      float scale = scales[(int) (i / inner % dims[axis])];
      double stands = scale * ElementValues.value(ElementType.INT8, stored.bits(i));
      if (Math.abs(stands - w[i]) > HALF_A_STEP * scale) {
        throw new IllegalStateException(
            "'%s': %s became %s with steps of %s".formatted(name, w[i], stands, scale));
      }
    }
  }
}
