package io.onnxfi.zoo;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;

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

  /** The parameters in registration order; they hold no values yet, so this costs no memory. */
  public List<ParameterSpec> parameters() {
    List<ParameterSpec> specs = new ArrayList<>();
    GraphBuilder sketch = new GraphBuilder(name, OPSET);
    // As inputs they are known to the graph without having values.
    write(
        sketch,
        spec -> {
          specs.add(spec);
          sketch.input(spec.name(), ElementType.FLOAT, spec.shape().dims());
        });
    return List.copyOf(specs);
  }

  /**
   * The network as an ONNX graph with the given parameters; its initializers are in registration
   * order.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if the images are too small for it
   */
  public OnnxModel build(ParameterSource source) {
    GraphBuilder builder = new GraphBuilder(name, OPSET);
    write(builder, spec -> builder.initializer(spec.name(), values(source, spec)));
    return builder.build();
  }

  /** The same with zeros for parameters, where only names and shapes matter. */
  public OnnxModel unfilled() {
    return build(spec -> Tensor.allocate(ElementType.FLOAT, spec.shape()));
  }

  /**
   * The same network with a Dropout before its last layer, which does something only while it
   * learns. Names and parameters stay the same.
   *
   * @param ratio probability with which an input of the layer is 0, above 0 and below 1
   */
  public Architecture withDropout(double ratio) {
    if (!(ratio > 0 && ratio < 1)) {
      throw new IllegalArgumentException("dropout is above 0 and below 1, found " + ratio);
    }
    List<ParameterSpec> specs = parameters();
    String last = specs.get(specs.size() - 1).name();
    String layer = last.substring(0, last.lastIndexOf('.'));
    return new Architecture(
        name, input, classes, (layers, x) -> body.apply(layers.dropping(layer, ratio), x));
  }

  private static Tensor values(ParameterSource source, ParameterSpec spec) {
    Tensor values = source.values(spec);
    if (!values.shape().equals(spec.shape())) {
      throw new IllegalArgumentException(
          "parameter %s: expected %s, found %s"
              .formatted(spec.name(), spec.shape(), values.shape()));
    }
    return values;
  }

  private void write(GraphBuilder builder, Consumer<ParameterSpec> declaration) {
    NetworkGraph graph = new NetworkGraph(builder, declaration);
    Shape image = Shape.of(input.channels(), input.height(), input.width());
    graph.output(body.apply(new Layers(graph), graph.input(INPUT, image)));
  }
}
