package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.testing.Graphs;
import org.junit.jupiter.api.Test;

class LaterOpsetTest {
  private static OnnxModel later(OnnxModel model, int version) {
    return LaterOpset.atLeast(model, version, "m.onnx", "BitCast");
  }

  @Test
  void shouldRaiseAModelWhoseOperatorsStayTheSame() {
    OnnxModel model = Graphs.node("Relu", 4).opset(13).build(2);
    OnnxModel later = later(model, 26);
    assertThat(later.opset()).isEqualTo(26);
    assertThat(later.nodes()).extracting(Node::opType).containsExactly("Relu");
    assertThat(later(later, 18)).isSameAs(later);
  }

  @Test
  void shouldRefuseAnOperatorThatMeansSomethingElseThere() {
    OnnxModel softmax = Graphs.node("Softmax", 4).opset(12).build(2);
    assertThatThrownBy(() -> later(softmax, 26))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("m.onnx: BitCast needs opset 26 and the model has 12")
        .hasMessageContaining("its Softmax means something else");
    assertThat(later(Graphs.node("Softmax", 4).opset(13).build(2), 26).opset()).isEqualTo(26);
    assertThat(later(softmax, 12).opset()).isEqualTo(12);
  }

  @Test
  void shouldRefuseAnOperatorThatIsWrittenInAnotherWayThere() {
    OnnxModel mean = Graphs.node("ReduceMean", 4, 3).set("axes", new long[] {1}).build(3);
    assertThatThrownBy(() -> later(mean, 26))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("axes")
        .hasMessageContaining("onnx.version_converter");
  }

  @Test
  void shouldRefuseAModelOfBroadcastingByAttributes() {
    OnnxModel old = Graphs.node("Relu", 4).opset(6).build(2);
    assertThatThrownBy(() -> later(old, 9)).hasMessageContaining("too old to raise it");
  }
}
