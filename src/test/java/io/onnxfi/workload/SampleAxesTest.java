package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which axes names tell, in files as exporters name them. */
class SampleAxesTest {
  @TempDir private Path folder;

  /** A model from {@code x} to {@code y} that calls its axes so; numbers are sizes. */
  private OnnxModel model(List<String> x, List<String> y) throws IOException {
    GraphBuilder g = new GraphBuilder("axes", 17);
    g.input("x", ElementType.FLOAT, new long[x.size()]);
    g.node("Identity", List.of("x"), "y");
    OnnxModel plain = g.output("y", ElementType.FLOAT, new long[y.size()]).build();
    ModelProto.Builder named = ModelProto.parseFrom(plain.toBytes().orElseThrow()).toBuilder();
    name(named.getGraphBuilder().getInputBuilder(0), x);
    name(named.getGraphBuilder().getOutputBuilder(0), y);
    Path file = Files.write(folder.resolve("axes.onnx"), named.build().toByteArray());
    return OnnxModel.load(file);
  }

  private static void name(ValueInfoProto.Builder value, List<String> axes) {
    TensorShapeProto.Builder shape =
        value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().clearDim();
    for (String axis : axes) {
      if (axis.matches("\\d+")) {
        shape.addDimBuilder().setDimValue(Long.parseLong(axis));
      } else {
        shape.addDimBuilder().setDimParam(axis);
      }
    }
  }

  private Map<String, Integer> outputs(List<String> x, List<String> y) throws IOException {
    SampleAxes axes = SampleAxes.of("axes.onnx", model(x, y), AxisChoice.NONE);
    assertThat(axes.inputs().isEmpty()).isEqualTo(axes.outputs().isEmpty());
    return axes.outputs().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
  }

  /** An axis without a name is none that is called nothing. */
  @Test
  void shouldTakeTheFirstAxisWhereNoneIsCalledTheBatch() throws IOException {
    assertThat(outputs(List.of("2", "3", "8", "8"), List.of("Addy_dim_0", "10"))).isEmpty();
    assertThat(outputs(List.of("unk__6", "8", "8", "3"), List.of("unk__6", "10"))).isEmpty();
    assertThat(outputs(List.of("rows", "4"), List.of("rows", "4"))).isEmpty();
    assertThat(outputs(List.of("1", "length"), List.of("1", "length"))).isEmpty();
  }

  @Test
  void shouldTakeTheAxisThatIsCalledTheBatch() throws IOException {
    List<String> recurrent = List.of("time", "batch_size", "4");
    assertThat(outputs(recurrent, recurrent)).containsExactly(Map.entry("y", 1));
    assertThat(outputs(List.of("8", "N"), List.of("8", "N"))).containsExactly(Map.entry("y", 1));
    assertThat(outputs(List.of("N", "8"), List.of("N", "8"))).isEmpty();
  }
}
