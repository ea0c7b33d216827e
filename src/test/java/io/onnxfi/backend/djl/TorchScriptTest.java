package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.onnxfi.error.FrameworkException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
  /** The mark between inputs and attributes is taken out of heads, not out of texts. */
  @Test
  void shouldLeaveBodiesAsTheyAre() {
    String source =
        "def node(x: Tensor, *, y: int = 1) -> Tensor:\n  return x + y + len(\"a*, b, *\")";
    try (NDManager manager = DjlBackend.start();
        NDArray x = manager.create(10f)) {
      TorchScript script = TorchScript.compile(manager, List.of(source));
      assertThat(script.call("node", List.of(x), false).head().getFloat()).isEqualTo(19);
    }
  }

  @Test
  void shouldSayInOneLineWhatDoesNotCompile() {
    try (NDManager manager = DjlBackend.start()) {
      List<String> wrong = List.of("def node(x: Tensor) -> Tensor:\n  return torch.nothing(x)");
      assertThatThrownBy(() -> TorchScript.compile(manager, wrong))
          .isInstanceOf(FrameworkException.class)
          .hasMessageStartingWith("PyTorch (DJL) cannot compile operators")
          .hasMessageNotContaining("\n");
    }
  }
}
