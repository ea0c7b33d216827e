package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a model as PyTorchALFI numbers them: from 0, in the order in which the model
 * applies them. Where PyTorch registers weights in another order than it applies them, numbers of
 * weights differ; lists do not tell.
 */
final class AlfiLayers {
  /** What a field that does not apply holds. */
  private static final long UNUSED = -1;

  private final List<Weight> weights;
  private final ComputedValues values;
  private final AlfiLayerTypes types;

  AlfiLayers(OnnxModel model, AlfiLayerTypes types) {
    this.types = types;
    weights = WeightTable.of(model).weights().stream().filter(types::count).toList();
    values = ComputedValues.of(model);
  }

  /** A place in a list: name, index, and what the element is made of. */
  record Place(String layer, TensorIndex index, ElementType type) {}

  /**
   * An element of a weight.
   *
   * @param coordinates filter, channel, depth, height, width
   * @throws MalformedInputException if there is no such layer, a coordinate is missing, or one is
   *     there that the layer does not have
   */
  Place weight(String where, long number, long... coordinates) {
    Weight weight = layer(where, number);
    Shape shape = weight.operatorLayout().shape();
    int[] axes =
        switch (shape.rank()) {
          case 2 -> new int[] {3, 4};
          case 4 -> new int[] {0, 1, 3, 4};
          default -> new int[] {0, 1, 2, 3, 4};
        };
    String what = "layer %d, %s %s".formatted(number, weight.layer(), shape);
    TensorIndex index = picked(where, what, axes, coordinates);
    if (!shape.contains(index.coordinates())) {
      throw MalformedInputException.of(where, "an index within " + what, index.toString());
    }
    long position = weight.operatorLayout().position(index.coordinates());
    return new Place(
        weight.layer(),
        TensorIndex.of(weight.layout().coordinates(position)),
        weight.stored().type());
  }

  /**
   * An element of what a layer computes.
   *
   * @param coordinates channel, depth, height, width; where a layer gives on {@code [images,
   *     features]}, the height counts images
   * @throws MalformedInputException as {@link #weight}, or if the shape is not known
   */
  Place neuron(String where, long number, long... coordinates) {
    Weight weight = layer(where, number);
    Value value = values.layers().get(weight.layer());
    if (value == null || value.image().isEmpty() || value.type().isEmpty()) {
      throw MalformedInputException.of(
          where,
          "a layer whose output has a shape that is known before the model runs",
          "layer %d, %s".formatted(number, weight.layer()));
    }
    Shape shape = value.image().get();
    int[] axes =
        switch (shape.rank()) {
          case 1 -> new int[] {3};
          case 2 -> new int[] {2, 3};
          case 3 -> new int[] {0, 2, 3};
          default -> new int[] {0, 1, 2, 3};
        };
    long[] used = coordinates.clone();
    if (shape.rank() == 1) {
      used[2] = UNUSED;
    }
    String what =
        "the output of layer %d, %s, for an image: %s".formatted(number, weight.layer(), shape);
    TensorIndex index = picked(where, what, axes, used);
    boolean isFound = values.find(weight.layer()).equals(List.of(value));
    return new Place(isFound ? weight.layer() : value.name(), index, value.type().get());
  }

  private Weight layer(String where, long number) {
    if (number < 0 || number >= weights.size()) {
      throw MalformedInputException.of(
          where,
          weights.isEmpty()
              ? "a model with layers of %s".formatted(types)
              : "a layer from 0 to %d (%s, counted in order)".formatted(weights.size() - 1, types),
          Long.toString(number));
    }
    return weights.get((int) number);
  }

  /** The coordinates that a tensor has; the others must not be used. */
  private static TensorIndex picked(String where, String what, int[] axes, long... fields) {
    boolean[] isUsed = new boolean[fields.length];
    long[] index = new long[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      isUsed[axes[axis]] = true;
      index[axis] = fields[axes[axis]];
    }
    for (int field = 0; field < fields.length; field++) {
      if (isUsed[field] == (fields[field] < 0)) {
        throw MalformedInputException.of(
            where,
            "%d coordinates for %s, and -1 for the others".formatted(axes.length, what),
            Arrays.toString(fields));
      }
    }
    return TensorIndex.of(index);
  }
}
