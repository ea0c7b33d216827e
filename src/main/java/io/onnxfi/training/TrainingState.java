package io.onnxfi.training;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training between two epochs: all that the next one depends on.
 *
 * @param model with the parameters and running statistics as they are now
 * @param memory what the optimizer remembers, by {@code NAME/PARAMETER}
 * @param history one entry per finished epoch
 * @param best the model with the lowest validation loss so far, if a training is to stop early
 */
public record TrainingState(
    OnnxModel model, Map<String, Tensor> memory, List<EpochSummary> history, Optional<Best> best) {
  /**
   * The best model so far.
   *
   * @param epoch after which it was
   * @param loss its validation loss
   * @param model with its parameters
   */
  public record Best(int epoch, double loss, OnnxModel model) {}

  /** Copies the collections. */
  public TrainingState {
    memory = Map.copyOf(memory);
    history = List.copyOf(history);
  }

  /** Before the first epoch. */
  public static TrainingState initial(OnnxModel model) {
    return new TrainingState(model, Map.of(), List.of(), Optional.empty());
  }

  /** Number of finished epochs. */
  public int epoch() {
    return history.size();
  }

  /** What the training has to show for itself: the best model if one was looked for. */
  public OnnxModel result() {
    return best.map(Best::model).orElse(model);
  }
}
