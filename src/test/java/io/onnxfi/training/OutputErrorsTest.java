package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import io.onnxfi.training.Recipe.Regularization;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Zoo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputErrorsTest {
  private static final SyntheticImages DATASET = new SyntheticImages();
  private static final LabelledImages TEST = DATASET.generate(Split.TEST, 250);

  private static Recipe recipe(Hooks hooks) {
    return new Recipe(
        1,
        20,
        7,
        new Schedule.Constant(1e-3, 0),
        Adam.coupled(0),
        Regularization.NONE,
        hooks,
        0,
        1);
  }

  private static Batch batch() {
    Batch batch = new Batch(8, 16, 16, 3);
    batch.pixels().floats().put(Graphs.random(3, 8 * 16 * 16 * 3).floats());
    return batch;
  }

  @Test
  void shouldBeInTheInputAndBehindEveryProductWithAWeight() {
    assertThat(ErrorPlaces.of(Graphs.tinyCnn(1), LayerChoice.ALL).layers())
        .containsExactly("input", "conv1", "conv2", "conv3", "linear");
    OnnxModel transformer =
        Zoo.architecture("vit_b_16", "", new ImageSize(3, 32, 32), 2).unfilled();
    List<String> layers = ErrorPlaces.of(transformer, LayerChoice.ALL).layers();
    assertThat(layers)
        .contains("conv_proj", "encoder.layers.encoder_layer_0.mlp.0", "heads.head")
        .noneMatch(name -> name.contains("ln"));
    // the input, the patches, the head, and of 12 layers one in-projection or three, one out, two
    assertThat(layers.size() - 3).isIn(12 * 4, 12 * 6);
  }

  /** A product whose bias is a node of its own gets its errors behind the bias, and no other. */
  @Test
  void shouldTakeABiasForAPartOfItsLayer() {
    GraphBuilder g = new GraphBuilder("g", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    g.initializer("fc.weight", Graphs.random(1, 6, 4));
    g.initializer("fc.bias", Graphs.random(2, 4));
    g.node("MatMul", List.of("x", "fc.weight"), "product");
    g.node("Add", List.of("product", "fc.bias"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4).build();
    assertThat(ErrorPlaces.of(model, LayerChoice.ALL).numbers()).isEqualTo(Map.of("x", 0, "y", 1));
  }

  @Test
  void shouldChooseLayersByName() {
    OnnxModel model = Graphs.tinyCnn(1);
    ErrorPlaces some = ErrorPlaces.of(model, new LayerChoice("conv", n -> n.contains("conv")));
    assertThat(some.layers()).containsExactly("conv1", "conv2", "conv3");
    ErrorPlaces all = ErrorPlaces.of(model, LayerChoice.ALL);
    some.numbers()
        .forEach((value, number) -> assertThat(all.numbers()).containsEntry(value, number));
    assertThatThrownBy(() -> ErrorPlaces.of(model, new LayerChoice("fc", n -> n.contains("fc"))))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "layers of errors fc: expected parts of the names of some of input, conv1, conv2,"
                + " conv3, linear, found none");
    GraphBuilder g = new GraphBuilder("g", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    g.node("Relu", List.of("x"), "y");
    OnnxModel none = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 6).build();
    assertThatThrownBy(() -> ErrorPlaces.of(none, LayerChoice.ALL))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("expected convolutions or products with a weight, found none");
  }

  /** Every element of every place differs by what was drawn for it, and by nothing else. */
  @Test
  void shouldAddExactlyWhatIsDrawn() {
    OnnxModel model = Graphs.tinyCnn(1);
    AddedErrors added = new AddedErrors(ErrorPlaces.of(model, LayerChoice.ALL));
    ErrorDraw draw = new ErrorDraw(0.5, 0.5, 1, Streams.OUTPUTS, 1);
    Map<String, float[]> clean = new LinkedHashMap<>();
    Map<String, float[]> struck = new LinkedHashMap<>();
    ValueHook hook = added.hook(draw, 0, 8);
    ValueHook watched =
        (name, value) -> {
          NDArray read = hook.apply(name, value);
          if (read != value) {
            clean.put(name, value.toFloatArray());
            struck.put(name, read.toFloatArray());
          }
          return read;
        };
    try (Network network = new Network(model)) {
      network.classify(batch(), watched);
    }
    assertThat(clean).hasSize(5);
    int place = 0;
    for (String name : clean.keySet()) {
      float[] before = clean.get(name);
      float[] after = struck.get(name);
      float[] errors = new float[before.length];
      draw.fill(place++, 0, 8, before.length / 8, FloatBuffer.wrap(errors));
      int hits = 0;
      double sum = 0;
      double expected = 0;
      for (int i = 0; i < before.length; i++) {
        hits += errors[i] != 0 ? 1 : 0;
        sum += Math.abs(after[i] - before[i]);
        expected += Math.abs(errors[i]);
      }
      assertThat(hits).as(name).isBetween(1, before.length);
      // maps are drawn in another order of axes, so they are compared by their sums
      assertThat(sum).as(name).isCloseTo(expected, within(1e-5 * before.length));
    }
  }

  /** The gradient of scores that are linear in the weight is that at the input with errors. */
  @Test
  void shouldPassGradientsUnchanged() {
    float[] plain = new float[12];
    float[] behind = new float[12];
    float[] before = new float[12];
    try (Network network = new Network(NetworkTest.linear())) {
      network.learn(NetworkTest.batch(), ValueHook.NONE, NDArray::sum);
      network.takeGradient(0, plain);
      network.learn(NetworkTest.batch(), hook(network, "y"), NDArray::sum);
      network.takeGradient(0, behind);
      network.learn(NetworkTest.batch(), hook(network, "x"), NDArray::sum);
      network.takeGradient(0, before);
    }
    assertThat(behind).as("constants behind the product").containsExactly(plain);
    assertThat(before).as("another input").isNotEqualTo(plain);
  }

  private static ValueHook hook(Network network, String place) {
    LayerChoice all = LayerChoice.ALL;
    ValueHook hook =
        new AddedErrors(ErrorPlaces.of(network.model(), all))
            .hook(new ErrorDraw(1, 1, 1, Streams.OUTPUTS, 1), 0, 5);
    return (name, value) -> name.equals(place) ? hook.apply(name, value) : value;
  }

  @ParameterizedTest
  @EnumSource(Penalty.Kind.class)
  void shouldLearnUnderErrorsAsAFunctionOfTheSeedAndTheStep(Penalty.Kind kind) {
    OnnxModel model = Graphs.tinyCnn(1);
    OutputErrors errors = OutputErrors.TRAINING.with(new Penalty(kind, 0.3));
    Recipe recipe = recipe(Hooks.NONE.with(errors));
    List<Score> scores = new ArrayList<>();
    for (long step : new long[] {1, 1, 2}) {
      try (Network network = new Network(model)) {
        scores.add(new Learning(recipe, model).learn(network, batch(), 0, step));
      }
    }
    assertThat(scores.get(1)).isEqualTo(scores.get(0));
    assertThat(scores.get(2)).isNotEqualTo(scores.get(0));
    try (Network network = new Network(model)) {
      assertThat(new Learning(recipe, model).learn(network, batch(), 5, 1))
          .as("more errors in another epoch")
          .isNotEqualTo(scores.get(0));
    }
  }

  /** As published, the penalty changes what is reported and not what is learnt. */
  @Test
  void shouldLearnTheSameBitsWithThePenaltyAsPublished() {
    OutputErrors errors = OutputErrors.TRAINING;
    OutputErrors shifted = errors.with(new Penalty(Penalty.Kind.ORIGINAL, 0.3));
    OutputErrors meant = errors.with(new Penalty(Penalty.Kind.DIVERGENCE, 0.3));
    TrainingState without = train(errors);
    TrainingState published = train(shifted);
    assertThat(published.model().toBytes()).isPresent();
    assertThat(published.model().toBytes().orElseThrow())
        .isEqualTo(without.model().toBytes().orElseThrow());
    assertThat(published.history().get(0).train().loss())
        .isNotEqualTo(without.history().get(0).train().loss());
    assertThat(train(meant).model().toBytes().orElseThrow())
        .isNotEqualTo(without.model().toBytes().orElseThrow());
  }

  private static TrainingState train(OutputErrors errors) {
    TrainingImages images =
        TrainingImages.of(DATASET.generate(Split.TRAIN, 100), DATASET.normalization());
    return new Trainer(recipe(Hooks.NONE.with(errors)), images)
        .train(TrainingState.initial(Graphs.tinyCnn(1)), state -> {});
  }

  @Test
  void shouldMeasureEachDrawByItself() {
    OnnxModel model = Graphs.tinyCnn(1);
    AccuracyUnderErrors one = new AccuracyUnderErrors(TEST, DATASET.normalization(), 1);
    OutputErrors errors = new OutputErrors(Curriculum.fixed(0.3), Curriculum.fixed(0.5));
    List<Hits> draws = one.draws(model, errors, 5, 3);
    assertThat(one.draw(model, errors, 5, 2)).isEqualTo(draws.get(2));
    assertThat(draws.get(1)).isNotEqualTo(draws.get(2));
    assertThat(one.draw(model, errors, 6, 2)).isNotEqualTo(draws.get(2));
    Hits clean = one.clean(model);
    assertThat(draws).doesNotContain(clean);
    OutputErrors none = new OutputErrors(Curriculum.fixed(0), Curriculum.fixed(0.05));
    assertThat(one.draw(model, none, 5, 0)).isEqualTo(clean);
    assertThat(clean.count() - draws.get(0).count())
        .isEqualTo(clean.notIn(draws.get(0)) - draws.get(0).notIn(clean));
    Hits few =
        new AccuracyUnderErrors(TEST.first(110), DATASET.normalization(), 1)
            .draw(model, errors, 5, 2);
    assertThat(few.correct().stream().toArray())
        .as("the first images are what they are among all")
        .containsExactly(draws.get(2).correct().stream().filter(image -> image < 110).toArray());
  }

  @Test
  void shouldBeInTheRecordsWhereTheyAreUsedOnly() {
    Hooks all =
        Hooks.weightNoise(0.2)
            .with(
                OutputErrors.TRAINING
                    .in(new LayerChoice("conv,fc", name -> true))
                    .with(new Penalty(Penalty.Kind.DIVERGENCE, 0.3)));
    assertThat(new ArrayList<>(all.describe().entrySet()).toString())
        .isEqualTo(
            "[weight_noise=gaussian:0.2, error_probability=0.05:0.03:0.4,"
                + " error_sigma=0.01:0.005:0.08, error_layers=conv,fc, penalty=divergence:0.3]");
    assertThat(recipe(Hooks.NONE).describe().keySet())
        .noneMatch(key -> key.contains("error") || key.contains("penalty"));
    assertThatThrownBy(() -> new OutputErrors(new Curriculum(0.5, 0.1, 1.1), Curriculum.fixed(1)))
        .hasMessage("errors: expected a probability of at most 1, found 1.1");
  }
}
