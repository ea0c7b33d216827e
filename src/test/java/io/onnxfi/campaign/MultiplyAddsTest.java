package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.testing.Graphs;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiplyAddsTest {
  private static final SyntheticImages DATA = new SyntheticImages();

  private static MultiplyAdds of(OnnxModel model) {
    Campaign campaign =
        new Campaign(
            model,
            Injections.of(List.of()),
            DATA.generate(Split.TEST, 2),
            DATA.normalization(),
            1,
            NanRule.NUMPY);
    try (Backend backend =
        OnnxRuntimeBackend.create(DeviceRequest.parse("cpu"), Optimization.ALL)) {
      return new MultiplyAdds(campaign, backend);
    }
  }

  /**
   * tiny_cnn by hand, for images of 3 × 16 × 16: 16 · 16² · 27 = 110,592, 32 · 8² · 144 = 294,912,
   * 32 · 4² · 288 = 147,456 and 10 · 32. Rounding the operands does not change what is multiplied.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldCountWhatAFaultMakesNecessary(boolean rounded) {
    OnnxModel model = Graphs.tinyCnn(1);
    MultiplyAdds work = of(rounded ? Precision.parse("tf32").applyTo(model) : model);
    assertThat(work.whole()).isEqualTo(110_592 + 294_912 + 147_456 + 320);
    assertThat(work.head("conv1.weight")).isEqualTo(110_592 / 16);
    assertThat(work.behind("conv1.weight")).isEqualTo(294_912 + 147_456 + 320);
    assertThat(work.head("conv3.weight")).isEqualTo(147_456 / 32);
    assertThat(work.behind("conv3.weight")).isEqualTo(320);
    assertThat(work.head("linear.weight")).isEqualTo(32);
    assertThat(work.behind("linear.weight")).isZero();
    assertThat(work.head("bn2.weight")).as("multiplies elements only").isZero();
    assertThat(work.behind("bn2.weight")).isEqualTo(147_456 + 320);
  }
}
