package io.onnxfi.workload;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;

/** What a model takes and gives, for people, and how what it gives would be judged. */
public final class ModelInterface {
  private static final int SCORE_AXES = 2;

  private ModelInterface() {}

  /** A line for each input and output. */
  public static List<String> describe(OnnxModel model) {
    List<String> lines = new ArrayList<>();
    try {
      add(model, lines);
    } catch (UnsupportedInputException e) { // a sequence, for example
      lines.add(e.getMessage());
    }
    return lines;
  }

  private static void add(OnnxModel model, List<String> lines) {
    model.inputs().forEach(input -> lines.add("takes '%s' %s".formatted(input.name(), input)));
    for (ValueInfo output : model.outputs()) {
      lines.add("gives '%s' %s: %s".formatted(output.name(), output, judged(model, output)));
    }
  }

  private static String judged(OnnxModel model, ValueInfo output) {
    Reading reading = ClassifierView.reading(model, output);
    boolean isRow =
        output.type().isReal() && output.dims().size() == SCORE_AXES && output.dims().get(1) > 1;
    return reading != Reading.SCORES || isRow
        ? "read as %s of each image".formatted(reading)
        : "not read as scores of classes";
  }
}
