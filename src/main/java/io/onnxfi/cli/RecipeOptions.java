package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.training.Augmentation;
import io.onnxfi.training.Hooks;
import io.onnxfi.training.OptimizerRule;
import io.onnxfi.training.Recipe;
import io.onnxfi.training.Recipe.Regularization;
import io.onnxfi.training.Schedule;
import io.onnxfi.training.Schedule.CosineRestarts;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to train. */
final class RecipeOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "30",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images per step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "sgd",
      description = "sgd, adam or adamw, as in torch.optim (default: ${DEFAULT-VALUE}).")
  private OptimizerRule rule;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "The highest learning rate (default: 0.1 for sgd, else 0.001).")
  private Double rate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      defaultValue = "0.9",
      description = "Momentum of sgd (default: ${DEFAULT-VALUE}).")
  private double momentum;

  @Option(names = "--nesterov", description = "Use Nesterov's momentum in sgd.")
  private boolean nesterov;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay (default: 0.0005 for sgd, 0 for adam, 0.01 for adamw).")
  private Double decay;

  @Option(
      names = "--no-decay-bn-bias",
      description = "No weight decay for biases and batch normalisation.")
  private boolean sparesBiases;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "one-cycle",
      description =
          "Schedule of the learning rate: one-cycle, cosine, cosine-restarts, multi-step or"
              + " constant (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "EPOCHS",
      description = "Epochs of rising learning rate (default: 30 %% for one-cycle, else 0).")
  private Double warmUp;

  @Option(
      names = "--milestones",
      paramLabel = "E,E",
      split = ",",
      description = "Epochs after which multi-step lowers the rate.")
  private List<Integer> milestones = List.of();

  @Option(
      names = "--gamma",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "Factor by which multi-step lowers the rate (default: ${DEFAULT-VALUE}).")
  private double gamma;

  @Option(
      names = "--restart-after",
      paramLabel = "EPOCHS",
      description =
          "Epochs after which cosine-restarts starts anew from the highest rate (default: "
              + CosineRestarts.USUAL_FIRST
              + ").")
  private int firstEpochs = CosineRestarts.USUAL_FIRST;

  @Option(
      names = "--restart-factor",
      paramLabel = "N",
      description =
          "How many times longer each descent of cosine-restarts is than the one before (default: "
              + CosineRestarts.USUAL_FACTOR
              + ").")
  private int restartFactor = CosineRestarts.USUAL_FACTOR;

  @Option(
      names = "--augment",
      paramLabel = "A,A",
      split = ",",
      description =
          "Random changes to each image, in this order, such as "
              + Augmentation.EXAMPLES
              + " (default: none).")
  private List<String> augmentations = List.of();

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Share of the target that is spread over all classes (default: ${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      defaultValue = "0",
      description = "Clip gradients to this norm; 0 for no clipping (default: ${DEFAULT-VALUE}).")
  private double clipNorm;

  @Option(
      names = "--weight-noise",
      paramLabel = "ALPHA",
      defaultValue = "0",
      description =
          "Learn under Gaussian noise in all weights, drawn anew in each step, of ALPHA times the"
              + " standard deviation of each tensor; 0 for none (default: ${DEFAULT-VALUE}).")
  private double weightNoise;

  @Mixin private ErrorOptions errors;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      defaultValue = "0",
      description =
          "Stop after this many epochs without a lower validation loss, and keep the best model;"
              + " needs --validation (default: never).")
  private int patience;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of PyTorch (default: the number of processors).")
  private Integer threads;

  /**
   * The recipe, checked.
   *
   * @param seed of weights, order, augmentation and validation split
   */
  Recipe recipe(long seed) {
    try {
      return new Recipe(
          epochs,
          batch,
          seed,
          schedule(),
          rule.optimizer(momentum, nesterov, decay == null ? rule.usualDecay() : decay),
          new Regularization(
              labelSmoothing,
              !sparesBiases,
              clipNorm,
              augmentations.stream().map(Augmentation::parse).toList()),
          errors.added(Hooks.weightNoise(weightNoise)),
          patience,
          threads());
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException("training options: " + e.getMessage(), e);
    }
  }

  /** Threads of PyTorch. */
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private Schedule schedule() {
    double peak = rate == null ? rule.usualRate() : rate;
    double rise = warmUp == null ? 0 : warmUp;
    return switch (schedule) {
      case "constant" -> new Schedule.Constant(peak, rise);
      case "cosine" -> new Schedule.Cosine(peak, rise);
      case "cosine-restarts" -> new CosineRestarts(peak, firstEpochs, restartFactor, rise);
      case "multi-step" -> new Schedule.MultiStep(peak, milestones, gamma, rise);
      case "one-cycle" ->
          new Schedule.OneCycle(
              peak, warmUp == null ? Schedule.OneCycle.USUAL_RISE : warmUp / epochs);
      default ->
          throw MalformedInputException.of(
              "--schedule",
              "one-cycle, cosine, cosine-restarts, multi-step or constant",
              "'" + schedule + "'");
    };
  }
}
