package io.onnxfi.workload;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a detector answers with as one row for each sample: for each of a fixed number of boxes its
 * four corners, score and class. A detector of one image at a time, whose number of boxes varies,
 * has the first {@link #MOST} of them; places without a box have a score of -1.
 *
 * @param boxes {@code [n, places, 4]}, or {@code [places, 4]} of one sample
 * @param scores {@code [n, places]}, or {@code [places]}
 * @param classes likewise
 */
public record BoxView(ValueInfo boxes, ValueInfo scores, ValueInfo classes) implements ModelView {
  /** Boxes of a sample that are kept where their number varies. */
  public static final int MOST = 100;

  private static final int CORNERS = 4;
  private static final int NUMBERS = CORNERS + 2;

  /** From this version on, a Pad reads how far from an input. */
  private static final int LEAST_OPSET = 11;

  /**
   * Finds boxes, scores and classes among the outputs: by their shapes, and scores before classes
   * by their names or, if these do not tell, types.
   *
   * @param name of the model, for messages
   * @param seen outputs as they came of some samples
   * @param samples how many these were
   * @throws UnsupportedInputException if these are not the outputs of a detector
   */
  public static BoxView of(String name, OnnxModel model, List<ValueInfo> seen, int samples) {
    Optional<ValueInfo> boxes =
        seen.stream().filter(output -> isBoxes(output, samples)).findFirst();
    if (boxes.isEmpty() || model.opset() < LEAST_OPSET) {
      throw none(name, seen);
    }
    List<Long> places = boxes.get().dims().subList(0, boxes.get().dims().size() - 1);
    List<ValueInfo> others =
        seen.stream()
            .filter(output -> output.type().isNumeric() && output.dims().equals(places))
            .sorted(Comparator.comparingInt(BoxView::rank))
            .toList();
    if (others.size() != 2) {
      throw none(name, seen);
    }
    return new BoxView(boxes.get(), others.get(0), others.get(1));
  }

  private static boolean isBoxes(ValueInfo output, int samples) {
    List<Long> dims = output.dims();
    int rank = dims.size();
    return output.type().isReal()
        && rank >= 2
        && dims.get(rank - 1) == CORNERS
        && ((rank == 3 && dims.get(0) == samples) || (rank == 2 && samples == 1));
  }

  private static int rank(ValueInfo output) {
    String name = output.name().toLowerCase(Locale.ROOT);
    if (name.contains("score") || name.contains("conf")) {
      return 0;
    }
    if (name.contains("class") || name.contains("label")) {
      return 3;
    }
    return output.type().isReal() ? 1 : 2;
  }

  private static UnsupportedInputException none(String name, List<ValueInfo> seen) {
    return new UnsupportedInputException(
        ("%s: --judge boxes expects outputs boxes [batch, places, 4], scores and classes [batch,"
                + " places] (or of one image, without batch) and opset %d or later, found %s")
            .formatted(
                name,
                LEAST_OPSET,
                seen.stream()
                    .map(output -> "'%s' %s".formatted(output.name(), output))
                    .collect(Collectors.joining(", "))));
  }

  private boolean isOfOne() {
    return boxes.dims().size() == 2;
  }

  private int places() {
    return isOfOne() ? MOST : Math.toIntExact(boxes.dims().get(1));
  }

  @Override
  public OnnxModel applyTo(OnnxModel model) {
    InterfaceEditor editor = new InterfaceEditor(model);
    editor.keepOutputs(List.of(boxes.name(), scores.name(), classes.name()));
    List<String> columns = new ArrayList<>();
    for (ValueInfo output : List.of(boxes, scores, classes)) {
      long width = output.equals(boxes) ? CORNERS : 1;
      String floats = output.name();
      if (output.type() != ElementType.FLOAT) {
        floats =
            editor.append(
                "Cast",
                List.of(floats),
                "onnxfi.numbers",
                Map.of("to", (long) ElementType.FLOAT.code()));
      }
      Tensor shape =
          isOfOne()
              ? Tensor.ofLongs(Shape.of(3), 1, -1, width)
              : Tensor.ofLongs(Shape.of(3), -1, places(), width);
      String to = editor.constant("onnxfi.shape", shape);
      columns.add(editor.append("Reshape", List.of(floats, to), "onnxfi.column", Map.of()));
    }
    String all = editor.append("Concat", columns, "onnxfi.boxes", Map.of("axis", 2L));
    String row =
        editor.append(
            "Flatten",
            List.of(isOfOne() ? filled(editor, all) : all),
            "onnxfi.row",
            Map.of("axis", 1L));
    long width = (long) NUMBERS * places();
    editor.give(new ValueInfo(row, ElementType.FLOAT, List.of(ValueInfo.DYNAMIC, width)));
    return editor.build();
  }

  /** The first boxes, and behind them places without one. */
  private static String filled(InterfaceEditor editor, String boxes) {
    String ends = editor.constant("onnxfi.ends", Tensor.ofLongs(Shape.of(6), 0, 0, 0, 0, MOST, 0));
    String none = editor.constant("onnxfi.none", Tensor.ofFloats(Shape.of(), -1));
    String padded = editor.append("Pad", List.of(boxes, ends, none), "onnxfi.padded", Map.of());
    String from = editor.constant("onnxfi.from", Tensor.ofLongs(Shape.of(1), 0));
    String to = editor.constant("onnxfi.to", Tensor.ofLongs(Shape.of(1), MOST));
    String axis = editor.constant("onnxfi.axis", Tensor.ofLongs(Shape.of(1), 1));
    return editor.append("Slice", List.of(padded, from, to, axis), "onnxfi.first", Map.of());
  }

  @Override
  public List<String> notes() {
    return List.of(
        "boxes are '%s', scores '%s', classes '%s'%s"
            .formatted(
                boxes.name(),
                scores.name(),
                classes.name(),
                isOfOne() ? ", the first %d of an image".formatted(MOST) : ""));
  }
}
