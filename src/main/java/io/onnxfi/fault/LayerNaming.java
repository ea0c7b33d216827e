package io.onnxfi.fault;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import java.util.HashMap;
import java.util.HashSet;
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
 * Full initializer names are understood too.
 */
final class LayerNaming {
  private static final String WEIGHT_SUFFIX = ".weight";
  private static final int[] OIHW_FROM_HWIO = {3, 2, 0, 1};
  private static final int[] OI_FROM_IO = {1, 0};

  private final Map<String, Initializer> byName = new LinkedHashMap<>();
  private final Map<String, Initializer> keras = new HashMap<>();

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
    Set<String> convolutions = weightsOf(model, Set.of("Conv"));
    Set<String> linears = weightsOf(model, Set.of("Gemm", "MatMul"));
    int convolution = 0;
    int linear = 0;
    for (Initializer initializer : model.initializers()) {
      if (convolutions.contains(initializer.name())) {
        keras.put(numbered("conv2d", convolution++), initializer);
      } else if (linears.contains(initializer.name())) {
        keras.put(numbered("dense", linear++), initializer);
      }
    }
  }

  private static Set<String> weightsOf(OnnxModel model, Set<String> opTypes) {
    Set<String> names = new HashSet<>();
    for (Node node : model.nodes()) {
      if (opTypes.contains(node.opType())) {
        node.input(1).ifPresent(names::add);
      }
    }
    return names;
  }

  private static String numbered(String base, int number) {
    return number == 0 ? base : base + "_" + number;
  }

  /** A layer's initializer and the row's index in that initializer's axis order. */
  record Target(Initializer initializer, TensorIndex index) {}

  Optional<Target> find(String layer, TensorIndex index) {
    Initializer named = byName.get(layer);
    if (named != null) {
      return Optional.of(new Target(named, index));
    }
    Initializer numbered = keras.get(layer);
    if (numbered == null) {
      return Optional.empty();
    }
    return Optional.of(new Target(numbered, fromKeras(numbered, index)));
  }

  private static TensorIndex fromKeras(Initializer initializer, TensorIndex index) {
    if (index.rank() != initializer.shape().rank()) {
      return index;
    }
    return switch (index.rank()) {
      case 4 -> index.permuted(OIHW_FROM_HWIO);
      case 2 -> index.permuted(OI_FROM_IO);
      default -> index;
    };
  }

  /** Every name that {@link #find} knows in PyTorch's naming, for suggestions. */
  Set<String> names() {
    return byName.keySet();
  }
}
