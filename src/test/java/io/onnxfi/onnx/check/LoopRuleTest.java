package io.onnxfi.onnx.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.error.MalformedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopRuleTest {
  /** A loop over a body that computes its condition with that operator of the one it got. */
  private static ModelProto loop(String trips, String operator) {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(Proto.unshaped("i"))
            .addInput(Proto.unshaped("on"))
            .addInput(Proto.unshaped("v"))
            .addNode(Proto.of(operator, List.of("on"), "still"))
            .addNode(Proto.of("Relu", List.of("v"), "w"))
            .addOutput(Proto.unshaped("still"))
            .addOutput(Proto.unshaped("w"))
            .build();
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName("body")
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(body)
            .build();
    NodeProto node =
        Proto.of("Loop", List.of(trips, "", "x"), "y").toBuilder().addAttribute(attribute).build();
    Proto proto = Proto.of(3).longs("three", 3).longs("most", Long.MAX_VALUE);
    proto.graph.addNode(node);
    return proto.output("y");
  }

  @Test
  void shouldTakeALoopThatEnds() {
    assertThatCode(() -> ModelCheck.require(loop("three", "Identity"), "m.onnx"))
        .doesNotThrowAnyException();
    assertThatCode(() -> ModelCheck.require(loop("most", "Not"), "m.onnx"))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseALoopThatNobodyWaitsFor() {
    assertThatThrownBy(() -> ModelCheck.require(loop("most", "Identity"), "m.onnx"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.onnx: node 0 (Loop), input 0 'most': expected at most 16,777,216 trips of a body"
                + " that never ends the loop, found [9223372036854775807]");
    assertThatThrownBy(() -> ModelCheck.require(loop("", "Identity"), "m.onnx"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("its trip count (input 0)");
  }
}
