package io.onnxfi.backend.djl;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.onnxfi.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators by DJL's own methods: those of which small networks consist, where a call in
 * TorchScript (some 40 µs) would be noticed, and those that do something else in training. Of the
 * former, what is unusual is left to TorchScript.
 */
final class DirectOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.ofEntries(
          entry("Add", DirectOperators::add),
          entry("Relu", DirectOperators::relu),
          entry("Conv", DirectOperators::conv),
          entry("Gemm", DirectOperators::gemm),
          entry("BatchNormalization", DirectOperators::batchNormalization),
          entry("Dropout", DirectOperators::dropout));

  private static final KernelCall ADDITION = new KernelCall("_add");
  private static final float DEFAULT_DROPOUT = 0.5f;

  /** Before it, shapes were broadcast by attributes. */
  private static final int BROADCAST_OPSET = 7;

  private DirectOperators() {}

  private static Optional<Operator.Single> add(NodeReader reader) {
    return reader.opset() < BROADCAST_OPSET || !reader.hasOnly()
        ? Optional.empty()
        : Optional.of((inputs, pass) -> sum(inputs.get(0), inputs.get(1), pass));
  }

  /** Types that DJL does not know may have no arithmetic in libtorch. */
  private static NDArray sum(NDArray x, NDArray y, Pass pass) {
    return x.getDataType() == DataType.UNKNOWN ? ADDITION.of(List.of(x, y), pass) : x.add(y);
  }

  private static Optional<Operator.Single> relu(NodeReader reader) {
    return reader.hasOnly()
        ? Optional.of((inputs, pass) -> Activation.relu(inputs.get(0)))
        : Optional.empty();
  }

  /** x {@code [n, in, …]}, weight {@code [out, in/group, …]}, bias {@code [out]}. */
  private static Optional<Operator.Single> conv(NodeReader reader) {
    Node node = reader.node();
    long[] kernel = node.integers("kernel_shape");
    long[] pads = node.integers("pads", new long[2 * kernel.length]);
    long[] begins = Arrays.copyOf(pads, kernel.length);
    boolean isSymmetric =
        Arrays.equals(begins, Arrays.copyOfRange(pads, kernel.length, 2 * kernel.length));
    if (!reader.hasOnly("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides")
        || kernel.length == 0
        || !node.text("auto_pad", "NOTSET").equals("NOTSET")
        || !isSymmetric
        || Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
      return Optional.empty();
    }
    long[] ones = new long[kernel.length];
    Arrays.fill(ones, 1);
    Shape strides = new Shape(node.integers("strides", ones));
    Shape dilations = new Shape(node.integers("dilations", ones));
    Shape padding = new Shape(begins);
    int groups = Math.toIntExact(node.integer("group", 1));
    return Optional.of(
        (inputs, pass) -> {
          NDArray x = inputs.get(0);
          NDArray bias = inputs.size() > 2 ? inputs.get(2) : null;
          return x.getNDArrayInternal()
              .convolution(x, inputs.get(1), bias, strides, padding, dilations, groups)
              .singletonOrThrow();
        });
  }

  /** {@code A · Bᵀ + C}: a linear layer. */
  private static Optional<Operator.Single> gemm(NodeReader reader) {
    Node node = reader.node();
    boolean isLinear =
        reader.hasOnly("alpha", "beta", "transA", "transB")
            && node.real("alpha", 1) == 1
            && node.real("beta", 1) == 1
            && node.integer("transA", 0) == 0
            && node.integer("transB", 0) != 0;
    if (!isLinear || reader.opset() < BROADCAST_OPSET) {
      return Optional.empty();
    }
    return Optional.of(
        (inputs, pass) -> {
          NDArray c = inputs.size() > 2 ? inputs.get(2) : null;
          if (c == null || c.getShape().dimension() == 1) {
            return Linear.linear(inputs.get(0), inputs.get(1), c).singletonOrThrow();
          }
          try (NDArray transposed = inputs.get(1).transpose();
              NDArray product = inputs.get(0).matMul(transposed)) {
            return product.add(c);
          }
        });
  }

  /** x {@code [n, C, …]}; scale, shift, running mean and running variance {@code [C]}. */
  private static Optional<Operator.Single> batchNormalization(NodeReader reader) {
    Node node = reader.node();
    if (!reader.hasOnly("epsilon", "momentum", "training_mode", "spatial")
        || node.integer("training_mode", 0) != 0
        || node.integer("spatial", 1) != 1) {
      return Optional.empty();
    }
    float epsilon = node.real("epsilon", 1e-5f);
    float momentum = node.real("momentum", 0.9f);
    return Optional.of(
        (inputs, pass) ->
            BatchNorm.batchNorm(
                    inputs.get(0),
                    inputs.get(3),
                    inputs.get(4),
                    inputs.get(1),
                    inputs.get(2),
                    1,
                    momentum,
                    epsilon,
                    pass.isTraining())
                .singletonOrThrow());
  }

  /** The identity unless training; the ratio is an attribute or a constant second input. */
  private static Optional<Operator.Single> dropout(NodeReader reader) {
    Node node = reader.node();
    Optional<Float> given = reader.constantScalar(1);
    boolean isOpen = node.input(1).isPresent() && given.isEmpty();
    if (!reader.hasOnly("seed", "ratio")
        || isOpen
        || node.input(2).isPresent()
        || node.outputs().size() > 1) {
      return Optional.empty();
    }
    float ratio = given.orElse(node.real("ratio", DEFAULT_DROPOUT));
    return Optional.of(
        (inputs, pass) -> {
          NDArray x = inputs.get(0);
          return pass.isTraining()
              ? Dropout.dropout(x, ratio, true).singletonOrThrow()
              : x.reshape(x.getShape());
        });
  }
}
