package io.onnxfi.explain;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A value of a network that has height and width, by the name that people know.
 *
 * @param name of the layer, the node or the value
 * @param value unique in the graph
 */
public record SpatialLayer(String name, String value) {
  private static final int IMAGE_AXES = 3;

  /** So many names are listed in a message from either end. */
  private static final int LISTED = 3;

  /**
   * The one that is asked for.
   *
   * @param model all of whose nodes lead to the scores, with the extents of its images
   * @param name of a layer, node or value
   * @throws MalformedInputException if there is none, or it has no height and width
   * @throws UnsupportedInputException if it is of another type than float
   */
  static SpatialLayer named(OnnxModel model, String name) {
    ComputedValues computed = ComputedValues.of(model);
    List<Value> found = computed.find(name);
    if (found.size() != 1) {
      throw MalformedInputException.of(
          "layer " + Excerpt.quoted(name),
          "a value on the way to the scores, " + listed(computed),
          found.isEmpty()
              ? "none of that name"
              : found.stream().map(Value::name).collect(Collectors.joining(" and ")));
    }
    Value value = found.get(0);
    if (!mayBeSpatial(value)) {
      throw notSpatial(computed, name, value);
    }
    return requireFloat(new SpatialLayer(name, value.name()), value);
  }

  private static SpatialLayer requireFloat(SpatialLayer layer, Value value) {
    if (value.type().isPresent() && value.type().get() != ElementType.FLOAT) {
      throw new UnsupportedInputException(
          "layer %s computes %s; gradients come from PyTorch (DJL), which computes float"
              .formatted(Excerpt.quoted(layer.name()), value.type().get().label()));
    }
    return layer;
  }

  /**
   * The last convolution whose result has height and width.
   *
   * @throws UnsupportedInputException if there is none, or it is of another type than float
   */
  static SpatialLayer last(OnnxModel model) {
    ComputedValues computed = ComputedValues.of(model);
    return computed.values().stream()
        .filter(value -> OperatorTrait.CONVOLVES.of(value.node()) && mayBeSpatial(value))
        .reduce((first, second) -> second)
        .map(value -> requireFloat(new SpatialLayer(name(computed, value), value.name()), value))
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "the model has no convolution on the way to its scores whose result has height"
                        + " and width; a map needs a layer with both, "
                        + listed(computed)));
  }

  /** Of the layer if it has one, else of the value. */
  private static String name(ComputedValues computed, Value value) {
    return computed.layers().entrySet().stream()
        .filter(layer -> layer.getValue().name().equals(value.name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(value.name());
  }

  /** What is not known before the model runs may be spatial. */
  private static boolean mayBeSpatial(Value value) {
    return value.image().map(SpatialLayer::isSpatial).orElse(true);
  }

  /** Whether one image's part {@code [channels, height, width]} has more than one place. */
  static boolean isSpatial(Shape image) {
    return image.rank() == IMAGE_AXES
        && image.dim(0) > 0
        && image.dim(1) > 0
        && image.dim(2) > 0
        && image.dim(1) * image.dim(2) > 1;
  }

  /** What there is to choose from: layers if any has space, else values. */
  private static String listed(ComputedValues computed) {
    List<String> names = new ArrayList<>();
    for (Value value : computed.values()) {
      boolean isFloat = value.type().map(ElementType.FLOAT::equals).orElse(false);
      if (isFloat && value.image().isPresent() && mayBeSpatial(value)) {
        names.add(name(computed, value));
      }
    }
    Set<String> layers = computed.layers().keySet();
    if (names.stream().anyMatch(layers::contains)) {
      names.removeIf(name -> !layers.contains(name));
    }
    if (names.isEmpty()) {
      return "and none is known to have them";
    }
    if (names.size() <= 2 * LISTED) {
      return "such as " + String.join(", ", names);
    }
    return "such as %s, …, %s (%d of them have height and width)"
        .formatted(
            String.join(", ", names.subList(0, LISTED)),
            String.join(", ", names.subList(names.size() - LISTED, names.size())),
            names.size());
  }

  private static MalformedInputException notSpatial(
      ComputedValues computed, String name, Value value) {
    return MalformedInputException.of(
        "layer " + Excerpt.quoted(name),
        "a value [channels, height, width] of each image, " + listed(computed),
        "%s%s of %s"
            .formatted(
                value.type().map(ElementType::label).orElse("elements"),
                value.image().map(shape -> " " + shape).orElse(""),
                value.node()));
  }
}
