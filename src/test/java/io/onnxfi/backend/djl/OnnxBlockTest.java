package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnnxBlockTest {
  private static final int BATCH = 6;

  private NDManager manager;

  @BeforeEach
  void start() {
    manager = DjlBackend.start();
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  /**
   * One graph through most operators that carry gradients; smooth, so that differences converge.
   */
  private static OnnxModel varied() {
    GraphBuilder g = new GraphBuilder("varied", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 6, 6);
    g.initializer("conv.weight", scaled(1, 4, 2, 3, 3));
    g.initializer("conv.bias", scaled(2, 4));
    g.initializer("bn.weight", scaled(3, 4));
    g.initializer("bn.bias", scaled(4, 4));
    g.initializer("bn.running_mean", scaled(5, 4));
    g.initializer("bn.running_var", ones(4));
    g.initializer("factor", scaled(6, 4, 1, 1));
    g.initializer("offset", scaled(7, 1));
    g.initializer("gemm.weight", scaled(8, 5, 20));
    g.initializer("gemm.bias", scaled(9, 5));
    g.initializer("ln.weight", scaled(11, 5));
    g.initializer("ln.bias", scaled(12, 5));
    g.initializer("divisor", Tensor.ofFloats(io.onnxfi.tensor.Shape.of(1), 1.25f));
    g.initializer("matmul.weight", scaled(10, 5, 3));
    g.node(
        "Conv",
        List.of("x", "conv.weight", "conv.bias"),
        "conv",
        Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1}));
    g.node(
        "BatchNormalization",
        List.of("conv", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"),
        "bn");
    g.node("Sigmoid", List.of("bn"), "sigmoid");
    g.node("Mul", List.of("sigmoid", "factor"), "mul");
    g.node("Sub", List.of("mul", "offset"), "sub");
    g.node(
        "AveragePool",
        List.of("sub"),
        "pool",
        Map.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {3, 3}));
    g.node("GlobalAveragePool", List.of("sub"), "global");
    g.node("Flatten", List.of("pool"), "flat");
    g.node("Flatten", List.of("global"), "flat2");
    g.node("Concat", List.of("flat", "flat2"), "concat", Map.of("axis", 1L));
    g.node("Gemm", List.of("concat", "gemm.weight", "gemm.bias"), "gemm", Map.of("transB", 1L));
    g.node("LayerNormalization", List.of("gemm", "ln.weight", "ln.bias"), "ln");
    g.node("Erf", List.of("ln"), "erf");
    g.node("Tanh", List.of("ln"), "tanh");
    g.node("Add", List.of("erf", "tanh"), "added");
    g.node("Div", List.of("added", "divisor"), "div");
    g.node("MatMul", List.of("div", "matmul.weight"), "matmul");
    g.node("Softmax", List.of("matmul"), "y");
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
  }

  private static Tensor scaled(long seed, long... dims) {
    return Graphs.random(seed, dims);
  }

  private static Tensor ones(int n) {
    float[] values = new float[n];
    Arrays.fill(values, 1);
    return Tensor.ofFloats(io.onnxfi.tensor.Shape.of(n), values);
  }

  private NDArray loss(OnnxBlock block, NDArray x, NDArray weights) {
    ParameterStore store = new ParameterStore(manager, false);
    return block.forward(store, new NDList(x), true).head().mul(weights).sum();
  }

  @Test
  void shouldHaveGradientsThatMatchFiniteDifferences() {
    OnnxBlock block = new OnnxBlock(varied(), manager);
    NDArray x = EngineTensors.copy(manager, Graphs.random(20, BATCH, 2, 6, 6));
    NDArray weights = EngineTensors.copy(manager, Graphs.random(21, BATCH, 3));
    List<Parameter> trained =
        block.getParameters().values().stream().filter(Parameter::requiresGradient).toList();
    assertThat(trained.stream().map(Parameter::getName))
        .containsExactly(
            "conv.weight",
            "conv.bias",
            "bn.weight",
            "bn.bias",
            "factor",
            "offset",
            "gemm.weight",
            "gemm.bias",
            "ln.weight",
            "ln.bias",
            "divisor",
            "matmul.weight");
    trained.forEach(p -> p.getArray().setRequiresGradient(true));
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(loss(block, x, weights));
    }
    for (Parameter parameter : trained) {
      float[] gradient = parameter.getArray().getGradient().toFloatArray();
      NDArray live = parameter.getArray();
      live.setRequiresGradient(false);
      float[] values = live.toFloatArray();
      for (int i = 0; i < values.length; i += Math.max(1, values.length / 7)) {
        double numeric = difference(block, x, weights, live, values, i);
        // Central differences with step h are off by O(h²) and by rounding of a loss of order 1 in
        // float32, 6e-8 / h: both about 1e-5 at h = 1e-2, times a curvature of order 10.
        assertThat((double) gradient[i])
            .as("%s[%d]", parameter.getName(), i)
            .isCloseTo(numeric, within(5e-4 + 5e-3 * Math.abs(numeric)));
      }
      float largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      if (parameter.getName().equals("conv.bias")) {
        // Batch normalisation removes any constant, so this gradient is zero in exact arithmetic.
        assertThat(largest).isLessThan(1e-4f);
      } else {
        assertThat(largest).as(parameter.getName()).isGreaterThan(1e-4f);
      }
    }
  }

  private double difference(
      OnnxBlock block, NDArray x, NDArray weights, NDArray live, float[] values, int i) {
    float step = 1e-2f;
    float[] moved = values.clone();
    moved[i] = values[i] + step;
    live.set(moved);
    double above = loss(block, x, weights).getFloat();
    moved[i] = values[i] - step;
    live.set(moved);
    double below = loss(block, x, weights).getFloat();
    live.set(values);
    return (above - below) / (2 * step);
  }

  @Test
  void shouldLearnUntilTheLossFalls() {
    OnnxModel model = Graphs.tinyCnn(3);
    OnnxBlock block = new OnnxBlock(model, manager);
    NDArray x = EngineTensors.copy(manager, Graphs.random(30, 20, 3, 16, 16));
    int[] labels = new int[20];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10;
    }
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .optDevices(new Device[] {Device.cpu()})
            .optOptimizer(
                Optimizer.sgd()
                    .setLearningRateTracker(Tracker.fixed(0.1f))
                    .optMomentum(0.9f)
                    .build());
    float first = 0;
    float last = 0;
    try (Model holder = Model.newInstance("test", Device.cpu(), "PyTorch")) {
      holder.setBlock(block);
      try (Trainer trainer = holder.newTrainer(config)) {
        trainer.initialize(new Shape(20, 3, 16, 16));
        for (int step = 0; step < 40; step++) {
          try (GradientCollector collector = trainer.newGradientCollector()) {
            NDArray loss =
                trainer
                    .getLoss()
                    .evaluate(new NDList(manager.create(labels)), trainer.forward(new NDList(x)));
            collector.backward(loss);
            last = loss.getFloat();
            first = step == 0 ? last : first;
          }
          trainer.step();
        }
      }
      assertThat(last).isLessThan(first / 10);
      OnnxModel trained = block.export(model);
      assertThat(trained.tensor("conv1.weight").bytes())
          .isNotEqualTo(model.tensor("conv1.weight").bytes());
      assertThat(trained.tensor("bn1.running_mean").bytes())
          .as("batch normalisation learns by averaging")
          .isNotEqualTo(model.tensor("bn1.running_mean").bytes());
      assertThat(trained.initializers()).isEqualTo(model.initializers());
    }
  }

  @Test
  void shouldTellItsOutputShapes() {
    OnnxBlock block = new OnnxBlock(Graphs.tinyCnn(1), manager);
    assertThat(block.getOutputShapes(new Shape[] {new Shape(7, 3, 16, 16)}))
        .containsExactly(new Shape(7, 10));
  }
}
