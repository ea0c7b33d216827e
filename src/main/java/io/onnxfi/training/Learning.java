package io.onnxfi.training;

import ai.djl.ndarray.NDArray;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.onnx.OnnxModel;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a network does in each step of a training: its loss, and the errors under which it learns.
 */
final class Learning {
  private final double smoothing;
  private final long seed;
  private final Optional<OutputErrors> errors;
  private final Optional<AddedErrors> added;

  /** As a recipe has it, for one model. */
  Learning(Recipe recipe, OnnxModel model) {
    this.smoothing = recipe.regularization().labelSmoothing();
    this.seed = recipe.seed();
    this.errors = recipe.hooks().outputs();
    this.added = errors.map(all -> new AddedErrors(ErrorPlaces.of(model, all.layers())));
  }

  /**
   * Forward and backward.
   *
   * @param epoch from 0
   * @param step from 1, over all epochs
   */
  Score learn(Network network, Batch batch, int epoch, long step) {
    if (errors.isEmpty()) {
      return network.learn(batch, smoothing);
    }
    ErrorDraw inside = draw(epoch, step, Streams.OUTPUTS);
    ValueHook hook = added.orElseThrow().hook(inside, 0, batch.size());
    return network.learn(batch, hook, loss(batch, draw(epoch, step, Streams.PENALTY)));
  }

  private ErrorDraw draw(int epoch, long step, long stream) {
    return new ErrorDraw(
        errors.orElseThrow().probability().at(epoch),
        errors.orElseThrow().deviation().at(epoch),
        seed,
        stream,
        step);
  }

  private UnaryOperator<NDArray> loss(Batch batch, ErrorDraw draw) {
    Optional<Penalty> penalty = errors.orElseThrow().penalty();
    return scores -> {
      NDArray entropy = Loss.crossEntropy(scores, batch.labels(), smoothing);
      if (penalty.isEmpty() || draw.isNothing()) {
        return entropy;
      }
      NDArray withErrors = added.orElseThrow().added(scores, draw, 0, 0, batch.size());
      NDArray term =
          Loss.penalty(penalty.get().kind(), scores, withErrors, batch.labels(), smoothing);
      return Loss.sum(entropy, term, penalty.get().weight());
    };
  }
}
