package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused before anything runs, and how it is told. */
class PreflightTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, 30);

  /** Global average, then a linear layer: takes images of any size. */
  private static OnnxModel model(int channels, int classes, long height, long width) {
    GraphBuilder g = new GraphBuilder("mean", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, channels, height, width);
    String weight = g.initializer("fc.weight", Graphs.random(1, classes, channels));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", weight), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, classes).build();
  }

  private static Preflight preflight(OnnxModel model, Normalization normalization, int batch) {
    EditSet fault = EditSet.element("fc.weight", 3, 1L << 30);
    return new Preflight(
        "m.onnx",
        new Campaign(
            model, Injections.of(List.of(fault)), IMAGES, normalization, batch, NanRule.NUMPY));
  }

  private static Preflight preflight(OnnxModel model) {
    return preflight(model, DATA.normalization(), 25);
  }

  private static Backend ort() {
    return OnnxRuntimeBackend.create(DeviceRequest.parse("cpu"), Optimization.ALL);
  }

  private static void assertRefused(Preflight preflight, String... parts) {
    assertThatThrownBy(preflight::check)
        .isInstanceOf(OnnxFiException.class)
        .message()
        .satisfies(message -> assertThat(message.lines()).hasSize(1))
        .contains(parts);
  }

  @Test
  void shouldPassWhatFits() {
    Preflight preflight = preflight(model(3, 10, ValueInfo.DYNAMIC, 16));
    assertThatCode(preflight::check).doesNotThrowAnyException();
    try (Backend ort = ort();
        Backend djl = new DjlBackend()) {
      assertThatCode(() -> preflight.run(ort)).doesNotThrowAnyException();
      assertThatCode(() -> preflight.run(djl)).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldRefuseOtherNumbersOfClasses() {
    assertRefused(
        preflight(model(3, 5, 16, 16)), "m.onnx", "outputs, 5", "found 10 with labels 0 to 9");
    assertRefused(
        preflight(model(3, 1000, 16, 16)), "outputs, 1000", "labels 0 to 9", "empty folder");
  }

  @Test
  void shouldPutChannelsSideBySide() {
    assertRefused(
        preflight(model(1, 10, 16, 16)), "3 in the images, 1 in the model's input", "3 in mean");
    Normalization grey = Normalization.of(new float[] {0.5f}, new float[] {0.25f});
    assertRefused(
        preflight(model(3, 10, 16, 16), grey, 25), "3 in the images, 3 in", "1 in mean and std");
  }

  @Test
  void shouldNameTheOptionThatChangesTheSize() {
    assertRefused(
        preflight(model(3, 10, 224, 224)), "data set synthetic", "16×16", "--resize 224x224");
    assertRefused(preflight(model(3, 10, ValueInfo.DYNAMIC, 20)), "--resize 16x20");
  }

  @Test
  void shouldRefuseABatchThatNoMemoryHolds() {
    assertRefused(
        preflight(model(3, 10, 16, 16), DATA.normalization(), Integer.MAX_VALUE), "--batch");
  }

  @Test
  void shouldNameInputsThatAreNoImages() {
    GraphBuilder nhwc = new GraphBuilder("nhwc", 17);
    nhwc.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 16, 16, 3);
    nhwc.node("Flatten", List.of("x"), "scores");
    assertRefused(
        preflight(nhwc.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build()),
        "'x' float[?, 16, 16, 3], whose channels come last");

    GraphBuilder bytes = new GraphBuilder("bytes", 17);
    bytes.input("x", ElementType.UINT8, ValueInfo.DYNAMIC, 3, 16, 16);
    bytes.node("Flatten", List.of("x"), "scores");
    assertRefused(
        preflight(bytes.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build()),
        "'x' uint8[?, 3, 16, 16]");

    GraphBuilder two = new GraphBuilder("two", 17);
    two.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    two.input("mask", ElementType.FLOAT, ValueInfo.DYNAMIC, 1);
    two.node("Flatten", List.of("x"), "scores");
    assertRefused(
        preflight(two.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build()),
        "one input of images, found 2 inputs: 'x'",
        "'mask' float[?, 1]");
  }

  @Test
  void shouldNameOutputsThatCannotBeJudged() {
    assertRefused(preflight(withOutput(ElementType.FLOAT, -1, 10, 1, 1)), "float[?, 10, 1, 1]");
    assertRefused(preflight(withOutput(ElementType.INT64, -1)), "int64[?], which are not scores");
    assertRefused(preflight(withOutput(ElementType.FLOAT, -1, 1)), "one score for each image");
    assertRefused(preflight(withOutput(ElementType.FLOAT, -1, -1)), "float[?, ?]");
    assertRefused(preflight(withOutput(ElementType.FLOAT)), "'scores' without a shape");
    assertRefused(preflight(withOutput(ElementType.BOOL, -1, 10)), "bool[?, 10]");
  }

  private static OnnxModel withOutput(ElementType type, long... dims) {
    GraphBuilder g = new GraphBuilder("output", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    g.node("Identity", List.of("x"), "scores");
    return g.output("scores", type, dims).build();
  }

  @Test
  void shouldFindWhatOnlyARunShows() {
    GraphBuilder g = new GraphBuilder("lies", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    g.initializer("fc.weight", Graphs.random(1, 7, 3));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", "fc.weight"), "scores", Map.of("transB", 1L));
    OnnxModel lies = g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
    Preflight preflight = preflight(lies);
    preflight.check();
    try (Backend djl = new DjlBackend()) {
      assertThatThrownBy(() -> preflight.run(djl))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("[25, 7]");
    }
  }

  @Test
  void shouldOfferSingleImagesIfTheModelTakesNoOthers() {
    GraphBuilder g = new GraphBuilder("single", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    String weight = g.initializer("fc.weight", Graphs.random(1, 10, 3));
    String shape = g.initializer("shape", Tensor.ofLongs(Shape.of(2), 1, 3));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Reshape", List.of("pooled", shape), "flat");
    g.node("Gemm", List.of("flat", weight), "scores", Map.of("transB", 1L));
    OnnxModel single = g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
    try (Backend ort = ort()) {
      assertThatThrownBy(() -> preflight(single).run(ort))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("m.onnx: takes only single images in ONNX Runtime; give --batch 1");
      assertThatCode(() -> preflight(single, DATA.normalization(), 1).run(ort))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void shouldRefuseWeightsThatAFrameworkCannotChange() {
    OnnxModel model = model(3, 10, 16, 16);
    EditSet fault = EditSet.element("absent", 0, 1L << 30);
    Campaign campaign =
        new Campaign(
            model, Injections.of(List.of(fault)), IMAGES, DATA.normalization(), 25, NanRule.NUMPY);
    try (Backend djl = new DjlBackend()) {
      assertThatThrownBy(() -> new Preflight("m.onnx", campaign).run(djl))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("cannot inject into 'absent'");
    }
  }
}
