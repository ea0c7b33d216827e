package io.onnxfi.campaign;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.util.List;

/**
 * What a campaign can try faults in: a model of one input of images {@code [batch, channels,
 * height, width]} and one output of scores {@code [batch, classes]}, both of {@linkplain
 * io.onnxfi.tensor.ElementType#isReal real numbers}.
 *
 * @param input of which extents other than the rank may be {@link ValueInfo#DYNAMIC}
 * @param classes scores per image, at least 2
 */
record ImageClassifier(ValueInfo input, int classes) {
  private static final int IMAGE_AXES = 4;
  private static final int SCORE_AXES = 2;

  /**
   * The model's one input and the number of its scores.
   *
   * @param name of the model, for messages
   * @throws UnsupportedInputException if it takes or yields something else, naming it
   */
  static ImageClassifier of(String name, OnnxModel model) {
    return new ImageClassifier(input(name, model.inputs()), classes(name, model.outputs()));
  }

  private static ValueInfo input(String name, List<ValueInfo> inputs) {
    if (inputs.size() != 1) {
      throw unsupported(name, "one input of images", inputs.size() + " inputs: " + listed(inputs));
    }
    ValueInfo input = inputs.get(0);
    if (input.dims().isEmpty()) {
      throw unsupported(
          name,
          "an input with a known shape, [batch, channels, height, width]",
          "input '%s' without a shape; give --input-shape CxHxW".formatted(input.name()));
    }
    if (!input.type().isReal() || input.dims().size() != IMAGE_AXES) {
      throw unsupported(
          name,
          "an input [batch, channels, height, width] of floats",
          "input " + listed(List.of(input)));
    }
    return input;
  }

  private static int classes(String name, List<ValueInfo> outputs) {
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
    } else if (output.dims().size() == SCORE_AXES && output.dims().get(1) == 1) {
      found += ", one score for each image";
    }
    if (!output.type().isReal() || output.dims().size() != SCORE_AXES || output.dims().get(1) < 2) {
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
