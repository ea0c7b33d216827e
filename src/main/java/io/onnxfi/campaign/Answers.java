package io.onnxfi.campaign;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.Judge;
import java.util.List;

/**
 * What a campaign can judge: one output {@code [batch, numbers]} of {@linkplain
 * io.onnxfi.tensor.ElementType#isReal real numbers}.
 */
final class Answers {
  private static final int AXES = 2;

  private Answers() {}

  /** How many numbers the model of a campaign answers with, for each sample. */
  static int width(Campaign campaign) {
    return width("model", campaign.model(), campaign.judge());
  }

  /**
   * How many numbers a model answers with, for each sample.
   *
   * @param name of the model, for messages
   * @throws UnsupportedInputException if it yields something else, naming it
   */
  static int width(String name, OnnxModel model, Judge judge) {
    List<ValueInfo> outputs = model.outputs();
    if (outputs.size() != 1) {
      throw unsupported(
          name, "one output of scores", outputs.size() + " outputs: " + listed(outputs));
    }
    ValueInfo output = outputs.get(0);
    String found = "output " + listed(outputs);
    if (output.dims().isEmpty()) {
      found = "output '%s' without a shape".formatted(output.name());
    } else if (!output.type().isFloatingPoint()) {
      found += ", which are not scores but numbers such as class indices";
    } else if (output.dims().size() == AXES && output.dims().get(1) == 1) {
      found += ", one score for each image";
    }
    if (!output.type().isReal()
        || output.dims().size() != AXES
        || output.dims().get(1) < judge.leastNumbers()) {
      throw unsupported(name, "an output of scores, [batch, classes] of floats", found);
    }
    return Math.toIntExact(output.dims().get(1));
  }

  private static String listed(List<ValueInfo> values) {
    return String.join(
        ", ", values.stream().map(value -> "'%s' %s".formatted(value.name(), value)).toList());
  }

  private static UnsupportedInputException unsupported(String name, String wanted, String found) {
    return new UnsupportedInputException(
        "%s: expected %s, found %s".formatted(name, wanted, found));
  }
}
