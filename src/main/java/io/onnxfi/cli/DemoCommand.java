package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Order;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.training.Adam;
import io.onnxfi.training.Recipe;
import io.onnxfi.training.Recipe.Regularization;
import io.onnxfi.training.Schedule;
import io.onnxfi.training.Score;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingImages;
import io.onnxfi.training.TrainingState;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi demo}: the main job on a model trained on the spot. */
@Command(
    name = "demo",
    description = {
      "Shows the main job without any data at hand: trains a small convolutional network with",
      "DJL on generated images, exports it to ONNX, draws a fault list, replays it in both",
      "frameworks and compares them."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String ARCHITECTURE = "tiny_cnn";
  private static final int TRAINING_IMAGES = 3000;
  private static final int TEST_IMAGES = 500;
  private static final int EPOCHS = 4;
  private static final int TRAINING_BATCH = 50;
  private static final double LEARNING_RATE = 3e-3;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model, list and results (default: a temporary one).")
  private Path out;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "100",
      description = "Faults to draw (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of weights, order of images and faults (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private BackendOptions backendOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Terminal.of(spec);
    Path folder = out == null ? Files.createTempDirectory("onnxfi-demo") : out;
    createFolder(folder);
    OnnxModel model = train(terminal);
    Path modelFile = folder.resolve(ARCHITECTURE + ".onnx");
    model.save(modelFile);
    Path listFile = folder.resolve("faults.csv");
    FaultSampler.draw(model, faults, seed).write(listFile);
    terminal.print("Exported %s; drew %d faults into %s%n".formatted(modelFile, faults, listFile));
    replay(modelFile, listFile, folder.resolve("run"), terminal);
    terminal.print(
        """

        Do the same by hand, or with your own model:
          ./onnxfi replay --model %s --faults %s --dataset synthetic --out my-run
        """
            .formatted(modelFile, listFile));
    return ExitCode.DONE;
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot create %s (%s)".formatted(folder, e), "choose another --out", e);
    }
  }

  private OnnxModel train(Terminal terminal) {
    SyntheticImages dataset = new SyntheticImages();
    LabelledImages images = dataset.generate(Split.TRAIN, TRAINING_IMAGES);
    Architecture architecture =
        Zoo.architecture(
            ARCHITECTURE,
            new ImageSize(images.channels(), images.height(), images.width()),
            images.classes());
    terminal.print(
        "Training %s with DJL on %,d generated images (no data set is needed)%n"
            .formatted(ARCHITECTURE, images.size()));
    Normalization normalization = dataset.normalization();
    String source =
        "onnxfi demo, seed %d, %d epochs of %d generated images"
            .formatted(seed, EPOCHS, images.size());
    OnnxModel untrained = architecture.build(new RandomParameters(seed));
    return new Trainer(recipe(), TrainingImages.of(images, normalization))
        .train(TrainingState.initial(untrained), state -> say(state, terminal))
        .result()
        .withMetadata(Provenance.of(ARCHITECTURE, dataset.name(), normalization, source));
  }

  private Recipe recipe() {
    return new Recipe(
        EPOCHS,
        TRAINING_BATCH,
        seed,
        new Schedule.Constant(LEARNING_RATE, 0),
        Adam.coupled(0),
        Regularization.NONE,
        0,
        1);
  }

  private static void say(TrainingState state, Terminal terminal) {
    Score train = state.history().get(state.epoch() - 1).train();
    terminal.remark("epoch %d of %d: loss %.3f".formatted(state.epoch(), EPOCHS, train.loss()));
  }

  private void replay(Path modelFile, Path listFile, Path run, Terminal terminal) {
    OnnxModel model = OnnxModel.load(modelFile);
    FaultList list = FaultList.read(listFile);
    FaultModel flip = new FaultModel.BitFlip();
    List<Fault> planned =
        new FaultResolver(model).resolve(list).stream().map(site -> new Fault(site, flip)).toList();
    SyntheticImages dataset = new SyntheticImages();
    Campaign campaign =
        new Campaign(
            model,
            planned,
            dataset.generate(Split.TEST, TEST_IMAGES),
            dataset.normalization(),
            backendOptions.batch(),
            NanRule.NUMPY);
    Map<String, Object> described = new LinkedHashMap<>(ReplayPlan.file(listFile));
    described.put("seed", seed);
    described.put("generator", FaultSampler.GENERATOR);
    described.put("fault", flip.label());
    Map<String, Object> manifest = ReplayPlan.manifest(modelFile, described, campaign);
    List<Backend> backends = backendOptions.open();
    try {
      ReplayPlan plan =
          new ReplayPlan(
              campaign,
              list,
              manifest,
              run,
              backendOptions.engine(Order.list()),
              Order.list(),
              backendOptions.threads(),
              0,
              false);
      new Replay(plan, terminal).run(backends);
    } finally {
      backends.forEach(Backend::close);
    }
  }
}
