package io.onnxfi.training;

import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.onnx.OnnxModel;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Measures which images networks classify as labelled, without errors and under {@link
 * OutputErrors}.
 *
 * <p>What an image gets in a draw depends on seed, draw, place and image alone: networks with the
 * same layers get the same errors, so they can be compared image by image, and a draw can be
 * measured by itself.
 *
 * @param images labelled
 * @param normalization from pixels to what networks take
 * @param threads that libtorch uses for one operation; another number may give other bits
 */
public record AccuracyUnderErrors(LabelledImages images, Normalization normalization, int threads) {
  private static final int BATCH = 100;

  /** Checks that nothing is missing. */
  public AccuracyUnderErrors {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(normalization, "normalization");
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
  }

  /** What a batch computes with. */
  private interface Hooks {
    ValueHook of(int first, int images);
  }

  /** Without errors. */
  public Hits clean(OnnxModel model) {
    return measure(model, (first, count) -> ValueHook.NONE);
  }

  /**
   * In one draw of errors.
   *
   * @param errors of which the numbers of the first epoch count, and no penalty
   * @param seed of all draws
   * @param draw its number, from 0
   * @throws io.onnxfi.error.OnnxFiException if the model has none of the layers
   */
  public Hits draw(OnnxModel model, OutputErrors errors, long seed, int draw) {
    AddedErrors added = new AddedErrors(ErrorPlaces.of(model, errors.layers()));
    ErrorDraw drawn =
        new ErrorDraw(
            errors.probability().at(0), errors.deviation().at(0), seed, Streams.MEASUREMENT, draw);
    return measure(model, (first, count) -> added.hook(drawn, first, count));
  }

  /** In the first draws, one after the other. */
  public List<Hits> draws(OnnxModel model, OutputErrors errors, long seed, int count) {
    return IntStream.range(0, count).mapToObj(draw -> draw(model, errors, seed, draw)).toList();
  }

  private Hits measure(OnnxModel model, Hooks hooks) {
    int[] order = IntStream.range(0, images.size()).toArray();
    BitSet correct = new BitSet(images.size());
    return EngineThreads.during(
        threads,
        () -> {
          try (Network network = new Network(model);
              BatchLoader loader =
                  new BatchLoader(images, order, BATCH, normalization, List.of(), image -> null)) {
            for (int step = 0; step < loader.steps(); step++) {
              Batch batch = loader.next();
              int first = step * BATCH;
              int[] classes = network.classify(batch, hooks.of(first, batch.size()));
              for (int i = 0; i < classes.length; i++) {
                correct.set(first + i, classes[i] == batch.labels()[i]);
              }
            }
          }
          return new Hits(images.size(), correct);
        });
  }
}
