package io.onnxfi.fault;

import io.onnxfi.onnx.Layout;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a model as Keras calls them.
 *
 * <p>Layers of a kind are numbered in the order in which the model applies them: {@code conv2d},
 * {@code conv2d_1}, …, {@code dense}, {@code conv2d_transpose}. Kernels are {@code (h, w, in,
 * out)}, {@code (in, out)} and {@code (h, w, out, in)}, those of depthwise layers {@code (h, w, in,
 * multiplier)}.
 */
public final class KerasNames {
  private static final Pattern NUMBERED =
      Pattern.compile("((?:depthwise_)?conv[123]d|conv[123]d_transpose|dense)(?:_(\\d{1,9}))?");
  private static final String DEPTHWISE = "depthwise_";

  private final Map<String, Named> layers = new HashMap<>();
  private final Map<Weight, Called> names = new HashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  private KerasNames() {}

  /**
   * What Keras calls a weight.
   *
   * @param name of its layer
   * @param order in which Keras indexes it
   */
  public record Called(String name, Layout order) {}

  /**
   * Layers numbered by kind.
   *
   * @param depthwiseApart whether depthwise convolutions are layers of their own kind, as Keras's
   *     {@code DepthwiseConv2D}; else they are convolutions with groups, as in the published lists
   */
  public static KerasNames numbered(List<Weight> weights, boolean depthwiseApart) {
    KerasNames names = new KerasNames();
    for (Weight weight : weights) {
      String kind = kind(weight, depthwiseApart);
      if (!kind.isEmpty()) {
        int number = names.counts.merge(kind, 1, Integer::sum) - 1;
        String name = number == 0 ? kind : kind + "_" + number;
        names.put(name, weight, kernel(weight, depthwiseApart));
      }
    }
    return names;
  }

  /**
   * Layers by the names that converters from TensorFlow leave in those of nodes: {@code
   * model/block1_conv2/Conv2D}.
   */
  public static KerasNames recorded(List<Weight> weights) {
    KerasNames names = new KerasNames();
    List<String> twice = new ArrayList<>();
    for (Weight weight : weights) {
      String[] scopes = weight.node().split("[/;]", -1);
      boolean isScoped = scopes.length > 1 && !scopes[0].isEmpty();
      if (isScoped && !kind(weight, true).isEmpty()) {
        String name = scopes[scopes.length - 2];
        if (!names.put(name, weight, kernel(weight, true))) {
          twice.add(name);
        }
      }
    }
    names.layers.keySet().removeAll(twice);
    names.names.values().removeIf(called -> twice.contains(called.name));
    return names;
  }

  /** Whether the name was free. */
  private boolean put(String name, Weight weight, Layout order) {
    names.put(weight, new Called(name, order));
    return layers.put(name, new Named(weight, order)) == null;
  }

  /** Whether a name is one that Keras gives of itself. */
  static boolean isNumbered(String name) {
    return NUMBERED.matcher(name).matches();
  }

  /** Whether a name is that of a depthwise layer. */
  static boolean isDepthwise(String name) {
    return isNumbered(name) && name.startsWith(DEPTHWISE);
  }

  private static String kind(Weight weight, boolean depthwiseApart) {
    int rank = weight.operatorLayout().shape().rank();
    if (!weight.isTrained()) {
      return "";
    }
    return switch (weight.input()) {
      case CONVOLUTION ->
          (depthwiseApart && weight.isDepthwise() ? DEPTHWISE : "") + "conv" + (rank - 2) + "d";
      case TRANSPOSED_CONVOLUTION -> "conv" + (rank - 2) + "d_transpose";
      case LINEAR -> rank == 2 ? "dense" : "";
      case OTHER_PRODUCT, OPERAND, SETTING -> "";
    };
  }

  private static Layout kernel(Weight weight, boolean depthwiseApart) {
    Layout order = weight.operatorLayout();
    if (depthwiseApart && weight.isDepthwise()) {
      // [in · multiplier, 1, spatial…] as [in, multiplier, 1, spatial…].
      Layout apart = order.split(0, order.shape().dim(0) / weight.groups());
      return apart.permuted(spatialThen(apart, 3, 0, 1));
    }
    return order.permuted(spatialThen(order, 2, 1, 0));
  }

  /** The axes from one on, then two others. */
  private static int[] spatialThen(Layout layout, int from, int first, int second) {
    int spatial = layout.shape().rank() - from;
    int[] order = new int[spatial + 2];
    for (int i = 0; i < spatial; i++) {
      order[i] = from + i;
    }
    order[spatial] = first;
    order[spatial + 1] = second;
    return order;
  }

  /** The layer of that name; none if there is none. */
  List<Named> find(String name) {
    return layers.containsKey(name) ? List.of(layers.get(name)) : List.of();
  }

  /** What a weight is called; nothing if Keras has no such layer. */
  public Optional<Called> called(Weight weight) {
    return Optional.ofNullable(names.get(weight));
  }

  /** Which layers of its kind the model has, for a numbered name that it does not have. */
  String others(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    String kind = matcher.matches() ? matcher.group(1) : name;
    int count = counts.getOrDefault(kind, 0);
    return switch (count) {
      case 0 -> "the model has no %s layers".formatted(kind);
      case 1 -> "the model has one %s layer, '%s'".formatted(kind, kind);
      default ->
          "the model has %d %s layers, '%s' to '%s_%d'"
              .formatted(count, kind, kind, kind, count - 1);
    };
  }
}
