package io.onnxfi.onnx;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of an input or output in ONNX's tests. */
public sealed interface TestValue {
  /** A tensor of numbers. */
  record Numbers(Tensor tensor) implements TestValue {}

  /** A tensor of text. */
  record Text(Shape shape, List<String> elements) implements TestValue {}

  /** A sequence. */
  record Sequence(List<TestValue> elements) implements TestValue {}

  /** An optional value that is not there. */
  record Absent() implements TestValue {}

  /**
   * Tensors of numbers that stand for some inputs, by the names of {@link PlainInputs}.
   *
   * @param texts all texts; each new one is added
   */
  static Map<String, Tensor> plain(Map<String, TestValue> inputs, List<String> texts) {
    Map<String, Tensor> plain = new LinkedHashMap<>();
    inputs.forEach(
        (name, value) -> {
          if (value instanceof Numbers numbers) {
            plain.put(name, numbers.tensor());
          } else if (value instanceof Text text) {
            plain.put(name, places(text, texts));
          } else if (value instanceof Sequence sequence) {
            Map<String, TestValue> elements = new LinkedHashMap<>();
            for (TestValue element : sequence.elements()) {
              elements.put(name + "." + elements.size(), element);
            }
            plain.putAll(plain(elements, texts));
          }
        });
    return plain;
  }

  private static Tensor places(Text text, List<String> texts) {
    List<Long> places = new ArrayList<>();
    for (String element : text.elements()) {
      if (!texts.contains(element)) {
        texts.add(element);
      }
      places.add((long) texts.indexOf(element));
    }
    return Tensor.ofLongs(text.shape(), places.stream().mapToLong(Long::longValue).toArray());
  }
}
