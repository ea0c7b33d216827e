package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.TestTrials;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link FaultSampler} and {@link PublishedSampler}: what they draw from, and how much there is.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SamplersTest {
  /** Two matrices: 8 int8 behind a DequantizeLinear, and 6 floats; a bias and a table of int64. */
  private static OnnxModel mixed() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.initializer(
        "q", Tensor.of(ElementType.INT8, Shape.of(2, 4), ByteBuffer.allocateDirect(8)));
    builder.initializer("scale", Tensor.ofFloats(Shape.of(), 0.5f));
    builder.initializer("out.weight", Graphs.random(1, 2, 3));
    builder.initializer("out.bias", Graphs.random(2, 3));
    builder.initializer("order", Tensor.ofLongs(Shape.of(1, 3), 2, 1, 0));
    builder.node("DequantizeLinear", List.of("q", "scale"), "real");
    builder.node("Gemm", List.of("x", "real"), "h", Map.of("transB", 1L));
    builder.node("Gemm", List.of("h", "out.weight", "out.bias"), "z");
    builder.node("GatherElements", List.of("z", "order"), "y", Map.of("axis", 1L));
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3);
    return builder.build();
  }

  @Test
  void shouldDrawEveryBitOfEveryTypeOnceIfAsked() {
    OnnxModel model = mixed();
    FaultList list = FaultSampler.draw(model, 8 * 8 + 6 * 32, 1);

    assertThat(TestTrials.place(new FaultResolver(model), list))
        .hasSize(256)
        .doesNotHaveDuplicates();
    assertThat(list.rows().stream().filter(row -> row.site().layer().equals("q")))
        .hasSize(64)
        .allMatch(row -> row.site().bit().orElseThrow() < 8);
    assertThat(list.rows().get(255).site().index()).as("[out, in]").isEqualTo(TensorIndex.of(2, 1));
  }

  @Test
  void shouldRefuseToDrawMoreFaultsThanThereAre() {
    assertThatThrownBy(() -> FaultSampler.draw(mixed(), 257, 1))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "number of faults: expected at most 256 faults, one per bit of the weights, found 257");
    SampleSize size = new SampleSize(0.01, 2.58, 0.5);
    assertThatThrownBy(() -> PublishedSampler.draw(mixed(), size, 42))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "margin 0.01, t 2.58, share 0.5: expected at most 256 faults, one per bit of the"
                + " weights, found 497");
  }

  @Test
  void shouldGiveEachTensorRowsByItsBits() {
    FaultList list = PublishedSampler.draw(mixed(), new SampleSize(0.1, 2.58, 0.5), 42);

    assertThat(list.rows()).hasSize(126);
    assertThat(list.rows().stream().filter(row -> row.site().layer().equals("q"))).hasSize(32);
  }

  @Test
  void shouldSayWhatIsLeftOutAndWhy() {
    assertThat(PublishedSampler.leftOut(mixed()))
        .contains(
            "tensors left out: 1 float with fewer than two dimensions; 1 float, 1 int64 without"
                + " trained values");
  }

  @Test
  void shouldRefuseAModelWithoutWeights() {
    OnnxModel model = Graphs.node("Relu", 4).build(2);

    assertThatThrownBy(() -> FaultSampler.draw(model, 1, 1))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("the model has no weights to draw faults from");
  }
}
