package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import org.junit.jupiter.api.Test;

class InjectedModelTest {
  private static final OnnxModel GOLDEN = Graphs.tinyCnn(2);

  private static FaultSite site(String layer, int bit) {
    return new FaultSite(layer, TensorIndex.of(3, 0, 2, 1), bit);
  }

  @Test
  void shouldSayWhatChanged() {
    InjectedModel injected =
        InjectedModel.of(GOLDEN, "tiny.onnx", site("conv2", 31), new BitFlip());
    long before = GOLDEN.elementBits("conv2.weight", injected.fault().site().region().position(0));
    long after = before ^ 0x8000_0000L;
    assertThat(
            injected
                .faulty()
                .elementBits("conv2.weight", injected.fault().site().region().position(0)))
        .isEqualTo(after);
    assertThat(injected.text())
        .isEqualTo(
            "conv2.weight (3, 0, 2, 1), bit 31 (sign): 0x%08X (%s) → 0x%08X (%s)"
                .formatted(
                    before,
                    Float.intBitsToFloat((int) before),
                    after,
                    Float.intBitsToFloat((int) after)));
    assertThat(injected.notes()).isEmpty();
    assertThat(injected.golden()).isSameAs(GOLDEN);
  }

  @Test
  void shouldRefuseALayerThatTheModelHasNot() {
    assertThatThrownBy(
            () -> InjectedModel.of(GOLDEN, "tiny.onnx", site("conv9", 31), new BitFlip()))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining("tiny.onnx")
        .hasMessageContaining("conv9");
  }
}
