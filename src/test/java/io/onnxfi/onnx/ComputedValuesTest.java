package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputedValuesTest {
  /** A last place that is only partly filled counts; runtimes differ in one in the padding. */
  @Test
  void shouldKnowWhatPoolingsMakeThatCountPartlyFilledPlaces() {
    assertThat(pooled(32, 3, 2, 0)).contains(Shape.of(4, 16));
    assertThat(pooled(31, 3, 2, 0)).contains(Shape.of(4, 15));
    assertThat(pooled(112, 3, 2, 1)).contains(Shape.of(4, 56));
    assertThat(pooled(5, 2, 3, 1)).isEmpty();
  }

  private static Optional<Shape> pooled(long extent, long kernel, long stride, long behind) {
    GraphBuilder graph = new GraphBuilder("pooled", 13);
    graph.input("x", ElementType.FLOAT, -1, 4, extent);
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape",
            new long[] {kernel},
            "strides",
            new long[] {stride},
            "pads",
            new long[] {0, behind},
            "ceil_mode",
            1L);
    graph.node("MaxPool", List.of("x"), "y", attributes);
    graph.node("Flatten", List.of("y"), "f");
    OnnxModel model = graph.output("f", ElementType.FLOAT, -1, -1).build();
    return ComputedValues.of(model).find("y").get(0).image();
  }
}
