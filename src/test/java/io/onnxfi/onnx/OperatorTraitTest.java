package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import org.junit.jupiter.api.Test;

class OperatorTraitTest {
  private static Node node(String domain, String opType) {
    return new Node(0, NodeProto.newBuilder().setDomain(domain).setOpType(opType).build());
  }

  @Test
  void shouldKnowAnOperatorByNameAndDomain() {
    assertThat(OperatorTrait.PRODUCT.of(node("", "Conv"))).isTrue();
    assertThat(OperatorTrait.PRODUCT.of(node("ai.onnx", "Conv"))).isTrue();
    assertThat(OperatorTrait.PRODUCT.of(node("com.example", "Conv"))).isFalse();
    assertThat(OperatorTrait.MOVES.of(node("", "Conv"))).isFalse();
  }

  @Test
  void shouldClaimNothingOfAnUnknownOperator() {
    for (OperatorTrait trait : OperatorTrait.values()) {
      assertThat(trait.of(node("", "NobodyKnows"))).as(trait.name()).isFalse();
    }
  }
}
