package io.onnxfi.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.dataset.PixelSize;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GradCamTest {
  private static final int SIDE = 32;
  private static final int SQUARE = 9;

  /** Where the first image has its square of each colour; the second has them exchanged. */
  private static final int[][] CORNERS = {{3, 4}, {19, 17}};

  /**
   * Class 0 is red, class 1 blue: a convolution sees what is within squares of a colour.
   *
   * @param against how much the other colour counts against a class
   */
  private static GraphBuilder colours(long batch, float against) {
    GraphBuilder g = new GraphBuilder("colours", 17);
    g.input("x", ElementType.FLOAT, batch, 3, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC);
    float[] weight = new float[2 * 3 * 9];
    for (int place = 0; place < 9; place++) {
      weight[place] = 1; // red, filter 0
      weight[(3 + 2) * 9 + place] = 1; // blue, filter 1
    }
    g.initializer("conv.weight", Tensor.ofFloats(Shape.of(2, 3, 3, 3), weight));
    g.initializer("conv.bias", Tensor.ofFloats(Shape.of(2), -6, -6));
    g.initializer("fc.weight", Tensor.ofFloats(Shape.of(2, 2), 1, -against, -against, 1));
    g.node(
        "Conv",
        List.of("x", "conv.weight", "conv.bias"),
        "conv",
        Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1}));
    g.node("Relu", List.of("conv"), "relu");
    g.node("GlobalAveragePool", List.of("relu"), "pool");
    g.node("Flatten", List.of("pool"), "flat");
    g.node("Gemm", List.of("flat", "fc.weight"), "y");
    return g;
  }

  private static OnnxModel colours() {
    return colours(ValueInfo.DYNAMIC, 0)
        .output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2)
        .build();
  }

  /** Squares of red and blue on black: the first image, then the one with them exchanged. */
  private static Tensor squares() {
    float[] pixels = new float[2 * 3 * SIDE * SIDE];
    for (int image = 0; image < 2; image++) {
      for (int colour = 0; colour < 2; colour++) {
        int[] corner = CORNERS[(image + colour) % 2];
        for (int y = 0; y < SQUARE; y++) {
          for (int x = 0; x < SQUARE; x++) {
            int row = (image * 3 + 2 * colour) * SIDE + corner[0] + y;
            // Red is a little brighter, so that it is what is predicted.
            pixels[row * SIDE + corner[1] + x] = colour == 0 ? 1 : 0.9f;
          }
        }
      }
    }
    return Tensor.ofFloats(Shape.of(2, 3, SIDE, SIDE), pixels);
  }

  private static GradCam cam(OnnxModel model, String layer) {
    return GradCam.of(model, Shape.of(3, SIDE, SIDE), Optional.ofNullable(layer));
  }

  @Test
  void shouldLookAtTheSquareThatDecides() {
    OnnxModel contrasting =
        colours(ValueInfo.DYNAMIC, 1).output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    for (String layer : new String[] {null, "conv", "relu"}) {
      // Before the ReLU, that a colour is lacking everywhere counts for the other one everywhere.
      try (GradCam cam = cam("relu".equals(layer) ? contrasting : colours(), layer)) {
        for (int label = 0; label < 2; label++) {
          List<Explanation> found = cam.explain(squares(), ClassChoice.always(label));
          for (int image = 0; image < 2; image++) {
            assertThat(found.get(image).scores().predicted()).isZero();
            int[] corner = CORNERS[(image + label) % 2];
            HeatMap map = found.get(image).map().resized(new PixelSize(SIDE, SIDE));
            assertThat(map.within(corner[0], corner[1], corner[0] + SQUARE, corner[1] + SQUARE))
                .as("%s, class %d, image %d", layer, label, image)
                .isGreaterThan(0.9);
          }
        }
      }
    }
  }

  @Test
  void shouldGiveTheSameMapsWhateverIsExplainedTogether() {
    Tensor images = Graphs.random(5, 37, 3, 16, 16);
    Shape image = Shape.of(3, 16, 16);
    try (GradCam cam = GradCam.of(Graphs.tinyCnn(4), image, Optional.empty())) {
      List<Explanation> all = cam.explain(images, (i, scores) -> i % 10);
      assertThat(all).hasSize(37);
      for (int i : new int[] {0, 15, 16, 36}) {
        HeatMap alone =
            cam.explain(images.slice(i, i + 1), ClassChoice.always(i % 10)).get(0).map();
        // libtorch's Linear rounds differently in another batch.
        assertThat(all.get(i).map().peak()).isCloseTo(alone.peak(), within(1e-6));
        float[] values = all.get(i).map().values();
        for (int at = 0; at < values.length; at++) {
          assertThat(values[at]).isCloseTo(alone.values()[at], within(1e-4f));
        }
      }
    }
  }

  @Test
  void shouldFillUpTheBatchOfAModelThatTakesNoOther() {
    OnnxModel fixed = colours(3, 0).output("y", ElementType.FLOAT, 3, 2).build();
    try (GradCam cam = cam(fixed, null);
        GradCam free = cam(colours(), null)) {
      List<Explanation> found = cam.explain(squares(), ClassChoice.each(1, 0));
      List<Explanation> wanted = free.explain(squares(), ClassChoice.each(1, 0));
      assertThat(found).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(found.get(i).map().correlation(wanted.get(i).map())).isGreaterThan(0.99999);
      }
    }
  }

  @Test
  void shouldExplainTheScoreBeforeASoftmax() {
    GraphBuilder g = colours(ValueInfo.DYNAMIC, 0);
    g.node("Softmax", List.of("y"), "p");
    OnnxModel probabilities = g.output("p", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    try (GradCam cam = cam(probabilities, null);
        GradCam scores = cam(colours(), null)) {
      Explanation found = cam.explain(squares(), ClassChoice.predicted()).get(0);
      Explanation wanted = scores.explain(squares(), ClassChoice.predicted()).get(0);
      assertThat(found.map().peak()).isEqualTo(wanted.map().peak());
      assertThat(found.scores().score(0)).isEqualTo(wanted.scores().score(0));
    }
  }

  @Test
  void shouldHaveAnEmptyMapWhereNothingSpeaksForTheClass() {
    try (GradCam cam = cam(colours(), null)) {
      Tensor black = Tensor.allocate(ElementType.FLOAT, Shape.of(1, 3, SIDE, SIDE));
      HeatMap map = cam.explain(black, ClassChoice.always(1)).get(0).map();
      assertThat(map.isEmpty()).isTrue();
      assertThat(map.isDefined()).isTrue();
      assertThat(map.topTenth()).isNaN();
    }
  }

  @Test
  void shouldHaveNoMapWhereANetworkComputesNothingFinite() {
    try (GradCam cam = cam(colours(), "conv")) {
      Tensor images = squares();
      images.floats().put(0, Float.NaN);
      List<Explanation> found = cam.explain(images, ClassChoice.predicted());
      assertThat(found.get(0).map().isDefined()).isFalse();
      assertThat(found.get(0).scores().confidence(0)).isNaN();
      assertThat(found.get(1).map().isDefined()).isTrue();
    }
  }

  @Test
  void shouldRefuseLayersThatAreNotThereOrHaveNoSpace() {
    assertThatThrownBy(() -> cam(colours(), "conv9"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "layer 'conv9': expected a value on the way to the scores, such as conv, found none of"
                + " that name");
    assertThatThrownBy(() -> cam(colours(), "pool"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "layer 'pool': expected a value [channels, height, width] of each image, such as conv,"
                + " found float [2, 1, 1] of node 2 'pool' (GlobalAveragePool)");
  }

  @Test
  void shouldRefuseANetworkWithoutConvolution() {
    GraphBuilder g = new GraphBuilder("mlp", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, SIDE, SIDE);
    g.initializer("fc.weight", Graphs.random(1, 3 * SIDE * SIDE, 2));
    g.node("Flatten", List.of("x"), "flat");
    g.node("Gemm", List.of("flat", "fc.weight"), "y");
    OnnxModel mlp = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    assertThatThrownBy(() -> cam(mlp, null))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "the model has no convolution on the way to its scores whose result has height and"
                + " width; a map needs a layer with both, and none is known to have them");
  }

  @Test
  void shouldLeaveOutWhatDoesNotLeadToTheScores() {
    GraphBuilder g = colours(ValueInfo.DYNAMIC, 0);
    g.initializer("aside.weight", Graphs.random(1, 4, 2, 1, 1));
    g.node(
        "Conv",
        List.of("relu", "aside.weight"),
        "aside",
        Map.of("kernel_shape", new long[] {1, 1}));
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    try (GradCam cam = cam(model, null)) {
      assertThat(cam.layer().name()).isEqualTo("conv");
    }
    assertThatThrownBy(() -> cam(model, "aside")).hasMessageContaining("found none of that name");
  }

  @Test
  void shouldRefuseALayerOfAnotherType() {
    GraphBuilder g = new GraphBuilder("half", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, SIDE, SIDE);
    float[] weight = Graphs.random(1, 2, 3, 1, 1).toFloatArray();
    Tensor half = Tensor.allocate(ElementType.FLOAT16, Shape.of(2, 3, 1, 1));
    half.putFloats(weight);
    g.initializer("conv.weight", half);
    g.node("Cast", List.of("x"), "h", Map.of("to", 10L));
    g.node("Conv", List.of("h", "conv.weight"), "c", Map.of("kernel_shape", new long[] {1, 1}));
    g.node("Cast", List.of("c"), "f", Map.of("to", 1L));
    g.node("GlobalAveragePool", List.of("f"), "pool");
    g.node("Flatten", List.of("pool"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    assertThatThrownBy(() -> cam(model, null))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "layer 'conv' computes float16; gradients come from PyTorch (DJL), which computes"
                + " float");
  }

  @Test
  void shouldTakeTheLastConvolutionWithSpaceWhateverComesBehindIt() {
    GraphBuilder g = new GraphBuilder("head", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC);
    g.initializer("features.weight", Graphs.random(1, 4, 3, 3, 3));
    g.initializer("classifier.weight", Graphs.random(2, 5, 4, 1, 1));
    g.node(
        "Conv",
        List.of("x", "features.weight"),
        "features",
        Map.of("kernel_shape", new long[] {3, 3}));
    g.node("Relu", List.of("features"), "relu");
    g.node("GlobalAveragePool", List.of("relu"), "pool");
    g.node(
        "Conv",
        List.of("pool", "classifier.weight"),
        "classifier",
        Map.of("kernel_shape", new long[] {1, 1}));
    g.node("Flatten", List.of("classifier"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
    try (GradCam cam = cam(model, null)) {
      assertThat(cam.layer().name()).isEqualTo("features");
      Explanation one = cam.explain(squares(), ClassChoice.always(4)).get(0);
      assertThat(one.map().size()).isEqualTo(new PixelSize(SIDE - 2, SIDE - 2));
    }
  }
}
