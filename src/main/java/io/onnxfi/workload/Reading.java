package io.onnxfi.workload;

import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** How an output is read as scores of classes. */
public enum Reading {
  /** {@code [n, classes]}: as it is. */
  SCORES("scores") {
    @Override
    void apply(InterfaceEditor editor, ValueInfo output, int classes) {
      editor.give(output);
    }
  },
  /** {@code [n, classes, 1, 1]}: without the axes of one. */
  MAPS_OF_ONE("scores, without axes of extent 1") {
    @Override
    void apply(InterfaceEditor editor, ValueInfo output, int classes) {
      String scores =
          editor.append("Flatten", List.of(output.name()), SCORES_NAME, Map.of("axis", 1L));
      editor.give(scores(scores, output.type(), Math.toIntExact(output.dims().get(1))));
    }
  },
  /** One probability per image: class 1 above one half, else class 0. */
  PROBABILITY("one probability, class 1 above 0.5") {
    @Override
    void apply(InterfaceEditor editor, ValueInfo output, int classes) {
      beside(editor, output, 0.5f);
    }
  },
  /** One number per image that no sigmoid has made a probability: class 1 above zero. */
  LOGIT("one score, class 1 above 0") {
    @Override
    void apply(InterfaceEditor editor, ValueInfo output, int classes) {
      beside(editor, output, 0);
    }
  },
  /** The number of a class per image: 1 for that class, 0 for the others. */
  CLASS_NUMBER("numbers of classes") {
    @Override
    void apply(InterfaceEditor editor, ValueInfo output, int classes) {
      String numbers = column(editor, output);
      String wide =
          editor.append(
              "Cast",
              List.of(numbers),
              "onnxfi.number",
              Map.of("to", (long) ElementType.INT64.code()));
      long[] all = LongStream.range(0, classes).toArray();
      String each = editor.constant("onnxfi.classes", Tensor.ofLongs(Shape.of(1, classes), all));
      String hit = editor.append("Equal", List.of(wide, each), "onnxfi.hit", Map.of());
      String scores =
          editor.append(
              "Cast", List.of(hit), SCORES_NAME, Map.of("to", (long) ElementType.FLOAT.code()));
      editor.give(scores(scores, ElementType.FLOAT, classes));
    }
  };

  private static final String SCORES_NAME = "onnxfi.scores";

  private final String words;

  Reading(String words) {
    this.words = words;
  }

  /** Adds what makes scores {@code [n, classes]} of the output, and yields them. */
  abstract void apply(InterfaceEditor editor, ValueInfo output, int classes);

  /** For notes and manifests. */
  @Override
  public String toString() {
    return words;
  }

  private static ValueInfo scores(String name, ElementType type, int classes) {
    return new ValueInfo(name, type, List.of(ValueInfo.DYNAMIC, (long) classes));
  }

  /** The output as {@code [n, 1]}. */
  private static String column(InterfaceEditor editor, ValueInfo output) {
    String shape = editor.constant("onnxfi.column", Tensor.ofLongs(Shape.of(2), -1, 1));
    return editor.append("Reshape", List.of(output.name(), shape), "onnxfi.rows", Map.of());
  }

  /** Two scores, the threshold and the number: nothing is computed of it that could round. */
  private static void beside(InterfaceEditor editor, ValueInfo output, float threshold) {
    String numbers = column(editor, output);
    Tensor half = Tensor.allocate(output.type(), Shape.of(1, 1));
    half.putFloats(threshold);
    String one = editor.constant("onnxfi.threshold", half);
    String shape = editor.append("Shape", List.of(numbers), "onnxfi.shape", Map.of());
    String many = editor.append("Expand", List.of(one, shape), "onnxfi.thresholds", Map.of());
    String scores =
        editor.append("Concat", List.of(many, numbers), SCORES_NAME, Map.of("axis", 1L));
    editor.give(scores(scores, output.type(), 2));
  }
}
