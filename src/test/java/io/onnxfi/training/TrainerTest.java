package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.training.Recipe.Regularization;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final SyntheticImages DATASET = new SyntheticImages();
  private static final LabelledImages IMAGES = DATASET.generate(Split.TRAIN, 400);
  private static final Regularization ALL =
      new Regularization(
          0.1,
          false,
          2,
          List.of(
              new RandomCrop(2),
              new HorizontalFlip(),
              new Rotation(10),
              new ColorJitter(0.2, 0.2, 0.2, 0.05),
              new RandomErasing(0.5)));

  @TempDir private Path folder;

  private static Recipe recipe(Optimizer optimizer, int patience, int threads) {
    return new Recipe(
        4, 32, 5, new Schedule.OneCycle(0.01, 0.3), optimizer, ALL, Hooks.NONE, patience, threads);
  }

  private static Recipe noisy(Recipe recipe) {
    return recipe.with(Hooks.weightNoise(0.2));
  }

  private static Recipe struck(Recipe recipe) {
    return recipe.with(
        Hooks.NONE.with(OutputErrors.TRAINING.with(new Penalty(Penalty.Kind.DIVERGENCE, 0.3))));
  }

  private static TrainingImages images() {
    return TrainingImages.of(IMAGES, DATASET.normalization()).keeping(0.2, 5);
  }

  private static byte[] bytes(OnnxModel model) {
    return model.toBytes().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldEndWithTheSameBitsAfterGoingOnFromAFile(int interruptedAfter) {
    // Few images with two threads: they wait for each other wherever the machine is busy.
    Trainer trainer =
        interruptedAfter == 1
            ? new Trainer(
                recipe(new Sgd(0.9, true, 5e-4), 3, 2),
                TrainingImages.of(IMAGES.first(80), DATASET.normalization()).keeping(0.2, 5))
            : new Trainer(
                interruptedAfter == 2
                    ? struck(recipe(Adam.coupled(1e-4), 3, 1))
                    : noisy(recipe(Adam.decoupled(0.01), 3, 1)),
                images());
    TrainingState start = TrainingState.initial(Graphs.tinyCnn(1));
    Map<String, String> options = trainer.recipe().describe();
    TrainingFile file = new TrainingFile(folder.resolve("t.checkpoint"));
    TrainingState whole =
        trainer.train(
            start,
            state -> {
              if (state.epoch() == interruptedAfter) {
                file.write(options, state);
              }
            });
    TrainingState read = file.read(options, Graphs.tinyCnn(9));
    assertThat(read.epoch()).isEqualTo(interruptedAfter);
    TrainingState resumed = trainer.train(read, state -> {});
    assertThat(bytes(resumed.model())).isEqualTo(bytes(whole.model()));
    assertThat(bytes(resumed.result())).isEqualTo(bytes(whole.result()));
    assertThat(resumed.memory().keySet()).isEqualTo(whole.memory().keySet());
    whole
        .memory()
        .forEach(
            (key, tensor) ->
                assertThat(resumed.memory().get(key).bytes()).as(key).isEqualTo(tensor.bytes()));
    for (int i = 0; i < whole.history().size(); i++) {
      assertThat(resumed.history().get(i).train()).isEqualTo(whole.history().get(i).train());
      assertThat(resumed.history().get(i).validation())
          .isEqualTo(whole.history().get(i).validation());
    }
  }

  @Test
  void shouldLearn() {
    Recipe recipe =
        new Recipe(
            3,
            20,
            1,
            new Schedule.Cosine(3e-3, 0.5),
            Adam.coupled(0),
            Regularization.NONE,
            Hooks.NONE,
            0,
            1);
    LabelledImages many = DATASET.generate(Split.TRAIN, 2000);
    TrainingImages images =
        TrainingImages.of(many, DATASET.normalization())
            .reporting(DATASET.generate(Split.TEST, 250));
    TrainingState end =
        new Trainer(recipe, images).train(TrainingState.initial(Graphs.tinyCnn(1)), state -> {});
    assertThat(end.history()).hasSize(3);
    assertThat(end.history().get(2).train().accuracy()).isGreaterThan(0.8);
    assertThat(end.history().get(2).test().orElseThrow().accuracy()).isGreaterThan(0.8);
  }

  /** At so low a rate that no weight can change, an epoch under noise must leave all as it was. */
  @Test
  void shouldLeaveNoNoiseInTheWeights() {
    Recipe recipe =
        new Recipe(
            2,
            32,
            1,
            new Schedule.Constant(1e-30, 0),
            new Sgd(0, false, 0),
            Regularization.NONE,
            Hooks.weightNoise(2),
            0,
            1);
    OnnxModel model =
        Zoo.architecture("mlp_small", "", new ImageSize(3, 16, 16), 10)
            .build(new RandomParameters(1));
    TrainingState start = TrainingState.initial(model);
    TrainingState end = new Trainer(recipe, images()).train(start, state -> {});
    for (String weight : WeightNoise.noisy(model)) {
      assertThat(end.model().tensor(weight).bytes())
          .as(weight)
          .isEqualTo(model.tensor(weight).bytes());
    }
    Score noisy = end.history().get(0).train();
    Trainer clean = new Trainer(recipe.with(Hooks.NONE), images());
    assertThat(clean.train(start, state -> {}).history().get(0).train())
        .as("there was noise")
        .isNotEqualTo(noisy);
  }

  @Test
  void shouldStopWhenPatienceEndsAndKeepTheBest() {
    List<TrainingState> states = new ArrayList<>();
    // So high a rate that the loss gets worse before it gets better.
    Recipe recipe =
        new Recipe(
            30,
            32,
            5,
            new Schedule.Constant(0.5, 0),
            new Sgd(0.9, false, 0),
            ALL,
            Hooks.NONE,
            2,
            1);
    TrainingState end =
        new Trainer(recipe, images()).train(TrainingState.initial(Graphs.tinyCnn(1)), states::add);
    int best = end.best().orElseThrow().epoch();
    assertThat(end.epoch()).isLessThan(30).isEqualTo(best + 2);
    double lowest = end.best().orElseThrow().loss();
    for (EpochSummary epoch : end.history()) {
      assertThat(epoch.validation().orElseThrow().loss()).isGreaterThanOrEqualTo(lowest);
    }
    assertThat(bytes(end.result())).isEqualTo(bytes(states.get(best - 1).model()));
  }

  @Test
  void shouldSayWhereTrainingDiverged() {
    Recipe recipe =
        new Recipe(
            3,
            32,
            5,
            new Schedule.Constant(1e30, 0),
            new Sgd(0, false, 0),
            Regularization.NONE,
            Hooks.NONE,
            0,
            1);
    Trainer trainer = new Trainer(recipe, images());
    assertThatThrownBy(() -> trainer.train(TrainingState.initial(Graphs.tinyCnn(1)), state -> {}))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("training diverged in epoch 1, step")
        .hasMessageContaining("try a lower learning rate");
  }

  @Test
  void shouldRefuseWhatCannotBeTrained() {
    TrainingImages few = TrainingImages.of(IMAGES.first(31), DATASET.normalization());
    assertThatThrownBy(() -> new Trainer(recipe(Adam.coupled(0), 0, 1), few))
        .hasMessage("batch: expected at most the 31 training images, found 32");
    TrainingImages all = TrainingImages.of(IMAGES, DATASET.normalization());
    assertThatThrownBy(() -> new Trainer(recipe(Adam.coupled(0), 2, 1), all))
        .hasMessageContaining("patience: expected validation images");
  }

  @Test
  void shouldSplitTheTrainingImagesOnce() {
    TrainingImages split = images();
    assertThat(split.train().size()).isEqualTo(320);
    assertThat(split.validation().orElseThrow().size()).isEqualTo(80);
    Set<String> seen = new TreeSet<>();
    for (LabelledImages part : List.of(split.train(), split.validation().orElseThrow())) {
      byte[] pixels = new byte[3 * 16 * 16];
      for (int i = 0; i < part.size(); i++) {
        part.read(i, pixels);
        seen.add(new String(pixels, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(seen).as("every image is in one part").hasSize(400);
    assertThat(images().validation().orElseThrow().labels())
        .containsExactly(split.validation().orElseThrow().labels());
  }

  @Test
  void shouldRefuseDamagedAndForeignFiles() throws IOException {
    TrainingFile file = new TrainingFile(folder.resolve("t.checkpoint"));
    OnnxModel model = Graphs.tinyCnn(1);
    file.write(Map.of("seed", "1"), TrainingState.initial(model));
    assertThatThrownBy(() -> file.read(Map.of("seed", "2"), model))
        .hasMessageContaining("belongs to another training: its seed is 1, here it is 2");
    byte[] whole = Files.readAllBytes(file.path());
    byte[] bent = whole.clone();
    bent[whole.length / 2] ^= 4;
    Files.write(file.path(), bent);
    assertThatThrownBy(() -> file.read(Map.of("seed", "1"), model))
        .hasMessageContaining("damaged bytes");
    Files.write(file.path(), Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> file.read(Map.of("seed", "1"), model))
        .hasMessageContaining(
            "expected %d bytes, found %d".formatted(whole.length, whole.length - 1));
    Files.write(file.path(), new byte[100]);
    assertThatThrownBy(() -> file.read(Map.of("seed", "1"), model))
        .hasMessageContaining("expected an interrupted training, found nothing but zero bytes");
    bent = whole.clone();
    bent[19] = 7;
    Files.write(file.path(), bent);
    assertThatThrownBy(() -> file.read(Map.of("seed", "1"), model))
        .hasMessageContaining("expected version 1, found version 7");
  }
}
