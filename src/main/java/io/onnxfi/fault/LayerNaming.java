package io.onnxfi.fault;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the layers of a list are called in a model.
 *
 * <p>PyTorch lists name a parameter without {@code .weight}, in PyTorch's axis order. Keras lists
 * number convolutions {@code conv2d}, {@code conv2d_1}, … and linear layers {@code dense}, {@code
 * dense_1}, … in registration order, with kernels {@code (h, w, in, out)} and {@code (in, out)}.
 * Full initializer names are understood too. A convolution's weight in ONNX is always {@code [out,
 * in, h, w]}; a linear layer's is {@code [out, in]} in a transposing Gemm, else {@code [in, out]}.
 */
final class LayerNaming {
  private static final String WEIGHT_SUFFIX = ".weight";
  private static final int[] OIHW_FROM_HWIO = {3, 2, 0, 1};
  private static final int[] OI_FROM_IO = {1, 0};
  private static final int[] IO_FROM_IO = {0, 1};

  private final Map<String, Initializer> byName = new LinkedHashMap<>();
  private final Map<String, KerasLayer> keras = new HashMap<>();

  LayerNaming(OnnxModel model) {
    for (Initializer initializer : model.initializers()) {
      byName.put(initializer.name(), initializer);
    }
    for (Initializer initializer : model.initializers()) {
      String name = initializer.name();
      if (name.endsWith(WEIGHT_SUFFIX)) {
        byName.putIfAbsent(name.substring(0, name.length() - WEIGHT_SUFFIX.length()), initializer);
      }
    }
    Map<String, int[]> orders = kernelOrders(model);
    int convolution = 0;
    int linear = 0;
    for (Initializer initializer : model.initializers()) {
      int[] order = orders.get(initializer.name());
      if (order == null) {
        continue;
      }
      boolean isConvolution = order.length == OIHW_FROM_HWIO.length;
      String name = isConvolution ? numbered("conv2d", convolution++) : numbered("dense", linear++);
      keras.put(name, new KerasLayer(initializer, order));
    }
  }

  /** By weight: where each of its axes stands in the Keras kernel. */
  private static Map<String, int[]> kernelOrders(OnnxModel model) {
    Map<String, int[]> orders = new HashMap<>();
    for (Node node : model.nodes()) {
      int[] order =
          switch (node.opType()) {
            case "Conv" -> OIHW_FROM_HWIO;
            case "Gemm" -> node.integer("transB", 0) == 0 ? IO_FROM_IO : OI_FROM_IO;
            case "MatMul" -> IO_FROM_IO;
            default -> null;
          };
      if (order != null) {
        node.input(1).ifPresent(weight -> orders.put(weight, order));
      }
    }
    return orders;
  }

  private static String numbered(String base, int number) {
    return number == 0 ? base : base + "_" + number;
  }

  /** A layer's initializer and where each of its axes stands in the Keras kernel. */
  private static final class KerasLayer {
    private final Initializer initializer;
    private final int[] order;

    KerasLayer(Initializer initializer, int[] order) {
      this.initializer = initializer;
      this.order = order;
    }

    /** An index of another rank stays as it is, to be refused with the shape. */
    Target target(TensorIndex index) {
      return new Target(initializer, index.rank() == order.length ? index.permuted(order) : index);
    }
  }

  /** A layer's initializer and the row's index in that initializer's axis order. */
  record Target(Initializer initializer, TensorIndex index) {}

  Optional<Target> find(String layer, TensorIndex index) {
    Initializer named = byName.get(layer);
    if (named != null) {
      return Optional.of(new Target(named, index));
    }
    return Optional.ofNullable(keras.get(layer)).map(numbered -> numbered.target(index));
  }

  /** Every name that {@link #find} knows in PyTorch's naming, for suggestions. */
  Set<String> names() {
    return byName.keySet();
  }
}
