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
  void shouldMakeAxesTheInputThatTheyBecame() {
    OnnxModel mean = Graphs.node("ReduceMean", 4, 3).set("axes", new long[] {1}).build(3);
    OnnxModel later = later(mean, 26);
    assertThat(later.nodes()).extracting(Node::opType).containsExactly("Constant", "ReduceMean");
    assertThat(later.nodes().get(1).attributeNames()).isEmpty();
    assertThat(later.nodes().get(1).inputs()).containsExactly("x", "y/axes");
    assertThat(later(mean, 17).nodes()).hasSize(1);
  }

  @Test
  void shouldRefuseAnOperatorThatIsWrittenInAnotherWayThere() {
    OnnxModel clip = Graphs.node("Clip", 4).set("max", 6f).opset(10).build(2);
    assertThatThrownBy(() -> later(clip, 26))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("max")
        .hasMessageContaining("onnx.version_converter");
  }

  @Test
  void shouldRefuseAModelOfBroadcastingByAttributes() {
    OnnxModel old = Graphs.node("Relu", 4).opset(6).build(2);
    assertThatThrownBy(() -> later(old, 9)).hasMessageContaining("too old to raise it");
  }
}
