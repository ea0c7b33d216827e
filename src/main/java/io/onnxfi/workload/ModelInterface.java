package io.onnxfi.workload;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.PlainInputs;
import io.onnxfi.onnx.PlainOutputs;
import io.onnxfi.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model takes and gives, for people, and how what it gives would be judged. */
public final class ModelInterface {
  private static final int SCORE_AXES = 2;
  private static final int BOX_AXES = 3;
  private static final int CORNERS = 4;

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
    PlainInputs.of(model, Map.of()).describe().forEach(input -> lines.add("takes " + input));
    OnnxModel plain = PlainOutputs.of(model, Optional.empty());
    for (String name : plain.outputNames()) {
      lines.add(
          plain
              .output(name)
              .map(output -> "gives '%s' %s: %s".formatted(name, output, judged(plain, output)))
              .orElseGet(() -> "gives '%s': %s".formatted(name, noTensor(plain, name))));
    }
  }

  private static String noTensor(OnnxModel model, String output) {
    return PlainOutputs.isSequence(model, output)
        ? "a sequence (--output %s.0 chooses its first element)".formatted(output)
        : "cannot be judged";
  }

  private static String judged(OnnxModel model, ValueInfo output) {
    Reading reading = ClassifierView.reading(model, output);
    List<Long> dims = output.dims();
    int axes = dims.size();
    boolean isRow = output.type().isReal() && axes == SCORE_AXES && dims.get(1) > 1;
    if (axes > 0 && dims.get(axes - 1) == CORNERS && axes <= BOX_AXES && hasSeveral(model)) {
      return "boxes of a detector, perhaps (--judge boxes)";
    }
    if (reading != Reading.SCORES || isRow) {
      return "read as %s of each %s".formatted(reading, SampleKind.takenBy(model).one());
    }
    if (!output.type().isNumeric()) {
      return "cannot be judged";
    }
    return "not read as scores of classes (--judge tolerance:ABS,REL%s)"
        .formatted(axes > SCORE_AXES ? ", or tokens if the last axis counts classes" : "");
  }

  private static boolean hasSeveral(OnnxModel model) {
    return model.outputNames().size() > 2;
  }
}
