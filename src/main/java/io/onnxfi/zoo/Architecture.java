package io.onnxfi.zoo;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * A network: from an input {@code [n, channels, height, width]} to logits {@code [n, classes]}.
 *
 * @param name as on the command line, for example {@code resnet20}
 * @param input size of one image
 * @param classes number of classes
 * @param body the layers: from the input to the logits
 */
public record Architecture(
    String name, ImageSize input, int classes, BiFunction<Layers, Feature, Feature> body) {
  /** Operator set of all zoo graphs. */
  public static final int OPSET = 17;

  /** Name of the graph's input. */
  public static final String INPUT = "input";

  /** Checks that nothing is missing. */
  public Architecture {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(body, "body");
    if (classes < 2) {
      throw new IllegalArgumentException("at least two classes are needed, not " + classes);
    }
  }

  /** The parameters in registration order, which is also the order of execution. */
  public List<ParameterSpec> parameters() {
    List<ParameterSpec> specs = new ArrayList<>();
    build(
        spec -> {
          specs.add(spec);
          return Tensor.allocate(ElementType.FLOAT, spec.shape());
        });
    return List.copyOf(specs);
  }

  /** The network as an ONNX graph with the given parameters. */
  public OnnxModel build(ParameterSource source) {
    return Layers.graph(this, source);
  }
}
