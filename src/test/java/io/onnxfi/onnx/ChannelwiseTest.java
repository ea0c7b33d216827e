package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** x → conv → bn → (+ skip) → relu, then a convolution that mixes the channels. */
class ChannelwiseTest {
  private static final OnnxModel MODEL = model();
  private static final Dataflow FLOW = new Dataflow(MODEL);

  private static OnnxModel model() {
    GraphBuilder g = new GraphBuilder("block", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 4, 4);
    g.input("skip", ElementType.FLOAT, ValueInfo.DYNAMIC, 8, 4, 4);
    g.initializer("weight", Graphs.random(1, 8, 3, 1, 1));
    g.initializer("gamma", Graphs.random(2, 8));
    g.initializer("beta", Graphs.random(3, 8));
    g.initializer("mean", Graphs.random(4, 8));
    g.initializer("var", Tensor.ofFloats(Shape.of(8), 1, 2, 3, 4, 5, 6, 7, 8));
    g.initializer("factor", Graphs.random(5, 1, 8, 1, 1));
    g.initializer("mix", Graphs.random(6, 2, 8, 1, 1));
    g.node("Conv", List.of("x", "weight"), "conv", Map.of("kernel_shape", new long[] {1, 1}));
    g.node("BatchNormalization", List.of("conv", "gamma", "beta", "mean", "var"), "bn");
    g.node("Add", List.of("bn", "skip"), "sum");
    g.node("Relu", List.of("sum"), "relu");
    g.node("Mul", List.of("relu", "factor"), "scaled");
    g.node("Conv", List.of("scaled", "mix"), "y", Map.of("kernel_shape", new long[] {1, 1}));
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 4, 4).build();
  }

  private static ValueInfo image(String name, long channels) {
    return new ValueInfo(name, ElementType.FLOAT, List.of(ValueInfo.DYNAMIC, channels, 4L, 4L));
  }

  private static Optional<Channelwise> of(String initializer, String wanted) {
    return Channelwise.of(MODEL, FLOW, initializer, List.of(wanted));
  }

  @Test
  void shouldTakeTheBlockOutOfEverythingThatHasChannels() {
    Channelwise part = of("weight", "scaled").orElseThrow();
    assertThat(part.channels()).isEqualTo(8);
    assertThat(part.whole()).containsExactly("x");
    assertThat(part.sliced()).containsExactly("skip");
    OnnxModel block =
        part.part(4, 6, List.of(image("x", 3), image("skip", 8), image("scaled", 8)), Set.of())
            .model();
    assertThat(block.inputs()).containsExactly(image("x", 3), image("skip", 2));
    assertThat(block.outputs()).containsExactly(image("scaled", 2));
    assertThat(block.initializer("weight").orElseThrow().shape()).isEqualTo(Shape.of(2, 3, 1, 1));
    assertThat(block.initializer("factor").orElseThrow().shape()).isEqualTo(Shape.of(1, 2, 1, 1));
    assertThat(block.tensor("var").toFloatArray()).containsExactly(5, 6);
    assertThat(block.initializer("mix")).isEmpty();
  }

  @Test
  void shouldFindTheSameElementInTheBlock() {
    Channelwise part = of("weight", "relu").orElseThrow();
    long index = 5 * 3 + 2; // filter 5, input channel 2
    assertThat(part.channel(index)).isEqualTo(5);
    TensorEdit edit = part.within(SparseEdit.of("weight", index, 42), 4);
    assertThat(edit).isEqualTo(SparseEdit.of("weight", 3 + 2, 42));
  }

  @Test
  void shouldBeginAtAnOperationOnSingleChannelsToo() {
    assertThat(of("gamma", "relu").orElseThrow().sliced()).containsExactly("skip", "conv");
    assertThat(of("factor", "scaled").orElseThrow().sliced()).containsExactly("relu");
  }

  @Test
  void shouldRefuseWhereChannelsMix() {
    assertThat(of("weight", "y")).isEmpty();
    assertThat(of("mix", "y")).isPresent();
  }

  /** As a weight is that a product reads rounded. */
  @Test
  void shouldFollowTheInitializerThroughOperationsOnSingleElements() {
    Tensor half = Tensor.ofFloats(Shape.of(), 0.5f);
    GraphEditor editor = new GraphEditor(MODEL);
    editor.constant("half", half);
    editor.before(0, "Mul", List.of("weight", "half"), "halved", Map.of());
    editor.before(0, "Sub", List.of("halved", "weight"), "changed", Map.of());
    editor.redirect(0, 1, "changed");
    OnnxModel model = editor.build();
    Channelwise part =
        Channelwise.of(model, new Dataflow(model), "weight", List.of("relu")).orElseThrow();
    assertThat(part.channels()).isEqualTo(8);
    assertThat(part.whole()).containsExactly("x");
    OnnxModel block =
        part.part(4, 6, List.of(image("x", 3), image("skip", 8), image("relu", 8)), Set.of())
            .model();
    assertThat(block.nodes())
        .extracting(Node::opType)
        .containsExactly("Constant", "Mul", "Sub", "Conv", "BatchNormalization", "Add", "Relu");
    assertThat(block.initializer("weight").orElseThrow().shape()).isEqualTo(Shape.of(2, 3, 1, 1));
  }
}
