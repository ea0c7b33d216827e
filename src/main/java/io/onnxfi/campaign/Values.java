package io.onnxfi.campaign;

import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shapes of the values inside a graph, per image.
 *
 * @param shapes by name, with one image in the first axis
 */
record Values(Map<String, Shape> shapes) {
  /** Copies. */
  Values {
    shapes = Map.copyOf(shapes);
  }

  /** Bytes that one image takes of these values. */
  long bytes(Iterable<String> names) {
    long bytes = 0;
    for (String name : names) {
      bytes += ElementType.FLOAT.bytes(shapes.get(name).size());
    }
    return bytes;
  }

  Shape shape(String name, int images) {
    return shapes.get(name).withBatch(images);
  }

  /** Descriptions with a free batch. */
  List<ValueInfo> describe(List<String> names) {
    List<ValueInfo> described = new ArrayList<>();
    for (String name : names) {
      List<Long> dims = new ArrayList<>();
      for (long dim : shapes.get(name).dims()) {
        dims.add(dim);
      }
      dims.set(0, ValueInfo.DYNAMIC);
      described.add(new ValueInfo(name, ElementType.FLOAT, dims));
    }
    return described;
  }

  /** Fresh tensors for so many images. */
  List<Tensor> allocate(List<String> names, int images) {
    return names.stream()
        .map(name -> Tensor.allocate(ElementType.FLOAT, shape(name, images)))
        .toList();
  }
}
