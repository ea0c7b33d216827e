package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BoxViewTest {
  private static final List<Supplier<Backend>> BACKENDS =
      List.of(
          () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL), DjlBackend::new);

  private static List<float[]> answers(OnnxModel model, Tensor input) {
    return BACKENDS.stream()
        .map(
            backend -> {
              try (Backend open = backend.get();
                  Session session = open.open(model)) {
                return session.run(List.of(input)).get(0).toFloatArray();
              }
            })
        .toList();
  }

  /** Takes rows of boxes with score and class, and gives them apart: as many as there are. */
  private static OnnxModel ofOne() {
    GraphBuilder g = new GraphBuilder("one", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    column(g, "boxes", 0, 4);
    column(g, "s", 4, 5);
    column(g, "c", 5, 6);
    String flat = g.initializer("flat", Tensor.ofLongs(Shape.of(1), -1));
    g.node("Reshape", List.of("s", flat), "scores");
    g.node("Reshape", List.of("c", flat), "whole");
    g.node("Cast", List.of("whole"), "labels", Map.of("to", (long) ElementType.INT64.code()));
    g.output("labels", ElementType.INT64, ValueInfo.DYNAMIC);
    g.output("boxes", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC).build();
  }

  private static void column(GraphBuilder g, String name, long from, long to) {
    String start = g.initializer(name + ".from", Tensor.ofLongs(Shape.of(1), from));
    String end = g.initializer(name + ".to", Tensor.ofLongs(Shape.of(1), to));
    String axis = g.initializer(name + ".axis", Tensor.ofLongs(Shape.of(1), 1));
    g.node("Slice", List.of("x", start, end, axis), name);
  }

  private static ValueInfo value(String name, ElementType type, Long... dims) {
    return new ValueInfo(name, type, List.of(dims));
  }

  @Test
  void shouldFillUpTheBoxesOfOneImage() {
    List<ValueInfo> seen =
        List.of(
            value("labels", ElementType.INT64, 2L),
            value("boxes", ElementType.FLOAT, 2L, 4L),
            value("scores", ElementType.FLOAT, 2L));
    BoxView view = BoxView.of("one", ofOne(), seen, 1);
    OnnxModel model = view.applyTo(ofOne());
    model.requireSound("one");
    for (int boxes : new int[] {0, 2, 3, BoxView.MOST + 5}) {
      float[] given = new float[6 * boxes];
      for (int i = 0; i < given.length; i++) {
        given[i] = i;
      }
      for (float[] found : answers(model, Tensor.ofFloats(Shape.of(boxes, 6), given))) {
        assertThat(found).hasSize(6 * BoxView.MOST);
        int kept = Math.min(given.length, found.length);
        assertThat(Arrays.copyOf(found, kept)).isEqualTo(Arrays.copyOf(given, kept));
        for (int i = kept; i < found.length; i++) {
          assertThat(found[i]).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void shouldTellScoresFromClassesByNameThenByType() {
    List<ValueInfo> named =
        List.of(
            value("detection_classes", ElementType.FLOAT, 2L, 10L),
            value("detection_scores", ElementType.FLOAT, 2L, 10L),
            value("detection_boxes", ElementType.FLOAT, 2L, 10L, 4L),
            value("num_detections", ElementType.FLOAT, 2L));
    BoxView view = BoxView.of("tf", ofOne(), named, 2);
    assertThat(view.scores().name()).isEqualTo("detection_scores");
    assertThat(view.classes().name()).isEqualTo("detection_classes");
    List<ValueInfo> typed =
        List.of(
            value("a", ElementType.INT64, 2L, 10L),
            value("b", ElementType.FLOAT, 2L, 10L),
            value("c", ElementType.FLOAT, 2L, 10L, 4L));
    assertThat(BoxView.of("plain", ofOne(), typed, 2).classes().name()).isEqualTo("a");
  }

  @Test
  void shouldRefuseOtherOutputsInOneLine() {
    List<ValueInfo> scores = List.of(value("scores", ElementType.FLOAT, 2L, 10L));
    assertThatThrownBy(() -> BoxView.of("m.onnx", ofOne(), scores, 2))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("m.onnx: --judge boxes expects outputs boxes [batch, places, 4]")
        .hasMessageEndingWith("found 'scores' float[2, 10]");
  }
}
