package io.onnxfi.workload;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All numbers that a model answers with as one row for each sample: every output flattened, one
 * behind the other.
 *
 * @param outputs what is taken, as it was seen for some samples, which are its first extent
 */
public record AnswerView(List<ValueInfo> outputs) implements ModelView {
  private static final int ROWS = 2;

  /** Copies. */
  public AnswerView {
    outputs = List.copyOf(outputs);
  }

  /**
   * The view of outputs.
   *
   * @param name of the model, for messages
   * @param seen outputs as they came of some samples
   * @param samples how many these were
   * @throws UnsupportedInputException if an output has no row for each of them, or no numbers
   */
  public static AnswerView of(String name, List<ValueInfo> seen, int samples) {
    for (ValueInfo output : seen) {
      boolean isNumeric = output.type().isNumeric();
      if (!isNumeric || output.dims().isEmpty() || output.dims().get(0) != samples) {
        throw new UnsupportedInputException(
            "%s: expected numbers for each of %d samples, found output '%s' %s%s%s"
                .formatted(
                    name,
                    samples,
                    output.name(),
                    output,
                    elsewhere(output, samples),
                    seen.size() > 1 ? "; --output NAME chooses another" : ""));
      }
    }
    AnswerView view = new AnswerView(seen);
    if (view.width() == 0) {
      throw new UnsupportedInputException(
          "%s: expected numbers, found only empty outputs: %s".formatted(name, seen));
    }
    return view;
  }

  /** An axis that may count the samples. */
  private static String elsewhere(ValueInfo output, int samples) {
    int axis = output.dims().indexOf((long) samples);
    return axis > 0
        ? "; if its axis %d counts samples, give --batch-axis %s=%d"
            .formatted(axis, output.name(), axis)
        : "";
  }

  /** Numbers for each sample. */
  public int width() {
    return outputs.stream()
        .mapToInt(
            output ->
                Math.toIntExact(
                    output.dims().subList(1, output.dims().size()).stream()
                        .reduce(1L, Math::multiplyExact)))
        .sum();
  }

  @Override
  public OnnxModel applyTo(OnnxModel model) {
    InterfaceEditor editor = new InterfaceEditor(model);
    editor.keepOutputs(outputs.stream().map(ValueInfo::name).toList());
    boolean isOne = outputs.size() == 1;
    List<String> rows = new ArrayList<>();
    ElementType type = isOne ? outputs.get(0).type() : ElementType.FLOAT;
    for (ValueInfo output : outputs) {
      String row = output.name();
      if (!output.type().isReal() || (!isOne && output.type() != ElementType.FLOAT)) {
        type = ElementType.FLOAT;
        row =
            editor.append(
                "Cast",
                List.of(row),
                "onnxfi.numbers",
                Map.of("to", (long) ElementType.FLOAT.code()));
      }
      if (output.dims().size() != ROWS) {
        row = editor.append("Flatten", List.of(row), "onnxfi.row", Map.of("axis", 1L));
      }
      rows.add(row);
    }
    String answer =
        isOne ? rows.get(0) : editor.append("Concat", rows, "onnxfi.rows", Map.of("axis", 1L));
    editor.give(new ValueInfo(answer, type, List.of(ValueInfo.DYNAMIC, (long) width())));
    return editor.build();
  }

  @Override
  public List<String> notes() {
    return List.of(
        "%s: %d numbers of each sample are judged"
                .formatted(
                    outputs.size() == 1
                        ? "output '%s'".formatted(outputs.get(0).name())
                        : "%d outputs".formatted(outputs.size()),
                    width())
            + rounded());
  }

  /** Types whose numbers a float does not hold; what says so of a single double is elsewhere. */
  private String rounded() {
    String types =
        outputs.stream()
            .map(ValueInfo::type)
            .filter(type -> type.bits() >= Float.SIZE && type != ElementType.FLOAT)
            .filter(type -> outputs.size() > 1 || type != ElementType.DOUBLE)
            .distinct()
            .map(ElementType::label)
            .collect(Collectors.joining(", "));
    return types.isEmpty() ? "" : "; %s compared as float".formatted(types);
  }
}
