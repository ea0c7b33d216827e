package io.onnxfi.backend.ort;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendContract;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeBackendTest extends BackendContract {
  @Override
  protected Backend create() {
    return OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
  }

  private static OnnxModel cast(ElementType from, ElementType to) {
    GraphBuilder g = new GraphBuilder("cast", 17);
    g.input("x", from, 3);
    g.node("Cast", List.of("x"), "y", Map.of("to", (long) to.code()));
    return g.output("y", to, 3).build();
  }

  /** What crosses a cut is one session's output and another's input, of any type, on the heap. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT",
        "DOUBLE",
        "FLOAT16",
        "BFLOAT16",
        "INT8",
        "UINT8",
        "INT16",
        "UINT16",
        "INT32",
        "UINT32",
        "INT64",
        "UINT64"
      })
  void shouldReadWhatItWrote(ElementType type) {
    Tensor numbers = Tensor.ofFloats(Shape.of(3), 0, 1, 100);
    try (Backend backend = create();
        Session there = backend.open(cast(ElementType.FLOAT, type));
        Session back = backend.open(cast(type, ElementType.FLOAT))) {
      Tensor written = there.run(List.of(numbers)).get(0);
      assertThat(written.type()).isEqualTo(type);
      byte[] bytes = new byte[written.bytes().remaining()];
      written.bytes().get(bytes);
      Tensor onHeap = Tensor.of(type, written.shape(), ByteBuffer.wrap(bytes));
      assertThat(back.run(List.of(written)).get(0).toFloatArray()).containsExactly(0, 1, 100);
      assertThat(back.run(List.of(onHeap)).get(0).toFloatArray()).containsExactly(0, 1, 100);
    }
  }
}
