package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Types and shapes of the values inside a graph, per image.
 *
 * @param kinds by name
 */
record ValueKinds(Map<String, Kind> kinds) {
  /** Copies. */
  ValueKinds {
    kinds = Map.copyOf(kinds);
  }

  /**
   * What one value is.
   *
   * @param type of an element
   * @param shape with one image in the first axis
   */
  record Kind(ElementType type, Shape shape) {
    /** The kind of a value that was seen for some images. */
    static Kind of(Tensor seen) {
      return new Kind(seen.type(), seen.shape().withBatch(1));
    }

    Shape shape(int images) {
      return shape.withBatch(images);
    }
  }

  /** Bytes that one image takes of these values. */
  long bytes(Iterable<String> names) {
    long bytes = 0;
    for (String name : names) {
      Kind kind = kinds.get(name);
      bytes += kind.type().bytes(kind.shape().size());
    }
    return bytes;
  }

  Kind kind(String name) {
    return kinds.get(name);
  }

  /** Descriptions with a free batch. */
  List<ValueInfo> describe(List<String> names) {
    return describe(names, (name, shape) -> shape);
  }

  /**
   * The same of other extents.
   *
   * @param other those of a value in place of its own
   */
  List<ValueInfo> describe(List<String> names, BiFunction<String, Shape, Shape> other) {
    List<ValueInfo> described = new ArrayList<>();
    for (String name : names) {
      List<Long> dims = new ArrayList<>();
      for (long dim : other.apply(name, kinds.get(name).shape()).dims()) {
        dims.add(dim);
      }
      dims.set(0, ValueInfo.DYNAMIC);
      described.add(new ValueInfo(name, kinds.get(name).type(), dims));
    }
    return described;
  }
}
