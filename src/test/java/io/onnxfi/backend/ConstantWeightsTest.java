package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in Constant nodes: the same results as they stand in the file, and faults that count. */
class ConstantWeightsTest {
  private static final Tensor INPUT = Graphs.random(9, 3, 3, 8, 8);

  @TempDir private Path folder;

  private static OnnxModel model() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    builder.node("Constant", List.of(), "w", Map.of("value", Graphs.random(1, 16, 3, 3, 3)));
    builder.node("Constant", List.of(), "b", Map.of("value", Graphs.random(2, 16)));
    builder.node("Conv", List.of("x", "w", "b"), "c", Map.of("kernel_shape", new long[] {3, 3}));
    builder.node("Relu", List.of("c"), "r");
    builder.node("GlobalAveragePool", List.of("r"), "p");
    builder.node("Flatten", List.of("p"), "f");
    builder.node("Constant", List.of(), "fc", Map.of("value", Graphs.random(3, 16, 10)));
    builder.node("MatMul", List.of("f", "fc"), "y");
    return builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  @Test
  void shouldGiveTheBitsOfTheModelAsItIsInTheFile() {
    OnnxModel asWritten = model();
    asWritten.save(folder.resolve("m.onnx"));
    OnnxModel loaded = OnnxModel.load(folder.resolve("m.onnx"));

    assertThat(asWritten.initializers()).isEmpty();
    assertThat(loaded.initializers()).hasSize(3);
    for (Optimization level : Optimization.values()) {
      try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, level)) {
        assertThat(run(ort, loaded)).as(level.toString()).isEqualTo(run(ort, asWritten));
      }
    }
  }

  @Test
  void shouldFeelAFaultInBothBackends() {
    model().save(folder.resolve("m.onnx"));
    OnnxModel loaded = OnnxModel.load(folder.resolve("m.onnx"));
    OnnxModel faulty =
        loaded.withEdits(EditSet.element("w", 7, loaded.elementBits("w", 7) ^ (1L << 30)));
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Backend djl = new DjlBackend()) {
      for (Backend backend : List.of(ort, djl)) {
        assertThat(run(backend, faulty)).isNotEqualTo(run(backend, loaded));
      }
    }
  }

  private static ByteBuffer run(Backend backend, OnnxModel model) {
    try (Session session = backend.open(model)) {
      return session.run(List.of(INPUT)).get(0).bytes();
    }
  }
}
