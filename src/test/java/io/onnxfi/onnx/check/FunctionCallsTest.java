package io.onnxfi.onnx.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionCallsTest {
  private static final OperatorSetIdProto OWN =
      OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1).build();

  private static NodeProto call(String function, String input, String output) {
    return Proto.of(function, List.of(input), output).toBuilder().setDomain("own").build();
  }

  private static FunctionProto function(String name, NodeProto... body) {
    return FunctionProto.newBuilder()
        .setDomain("own")
        .setName(name)
        .addInput("a")
        .addOutput("b")
        .addAllNode(List.of(body))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .addOpsetImport(OWN)
        .build();
  }

  /** Function {@code Fi} calls {@code Fi+1} twice; the last is one node. */
  private static ModelProto doubling(int functions) {
    Proto proto = Proto.of(3);
    proto.graph.addNode(call("F0", "x", "y"));
    proto.model.addOpsetImport(OWN);
    for (int i = 0; i < functions; i++) {
      String next = "F" + (i + 1);
      proto.model.addFunctions(function("F" + i, call(next, "a", "t"), call(next, "t", "b")));
    }
    proto.model.addFunctions(function("F" + functions, Proto.of("Relu", List.of("a"), "b")));
    return proto.output("y");
  }

  @Test
  void shouldTakeFunctionsThatCallEachOther() {
    assertThatCode(() -> ModelCheck.require(doubling(10), "m.onnx")).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseFunctionsThatGrowBeyondMeasure() {
    assertThatThrownBy(() -> ModelCheck.require(doubling(40), "m.onnx"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining(
            "m.onnx: expected at most 131,072 nodes with the bodies of functions");
    assertThatThrownBy(() -> ModelCheck.require(doubling(5000), "m.onnx"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("calls within calls at most 64 deep");
  }

  @Test
  void shouldRefuseAFunctionThatCallsItself() {
    Proto proto = Proto.of(3);
    proto.graph.addNode(call("F", "x", "y"));
    proto.model.addOpsetImport(OWN).addFunctions(function("F", call("F", "a", "b")));

    assertThatThrownBy(() -> ModelCheck.require(proto.output("y"), "m.onnx"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.onnx: function 'F': expected a body without calls of itself, found one that comes"
                + " back to it");
  }
}
