package io.onnxfi.training;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Prepares batches in a thread of its own, one ahead of the engine, in two buffers by turns.
 *
 * <p>The order of the images and what changes each of them are fixed beforehand, so the batches do
 * not depend on timing.
 */
final class BatchLoader implements AutoCloseable {
  private final LabelledImages images;
  private final int[] order;
  private final List<Augmentation> augmentations;
  private final IntFunction<RandomGenerator> randomOf;
  private final Picture picture;
  private final Batch[] buffers;
  private final int steps;
  private final ExecutorService thread;
  private Future<Batch> ahead;
  private int next;

  /**
   * Starts with the first batch.
   *
   * @param order positions of the images in the order of use
   * @param augmentations applied to each image, in this order
   * @param randomOf the random stream of the image at a position
   */
  BatchLoader(
      LabelledImages images,
      int[] order,
      int batch,
      Normalization normalization,
      List<Augmentation> augmentations,
      IntFunction<RandomGenerator> randomOf) {
    this.images = images;
    this.order = order.clone();
    this.augmentations = augmentations;
    this.randomOf = randomOf;
    this.picture = new Picture(images, normalization);
    this.steps = (order.length + batch - 1) / batch;
    this.buffers = new Batch[] {room(batch), room(batch)};
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread loader = new Thread(task, "batch-loader");
              loader.setDaemon(true);
              return loader;
            });
    prepare();
  }

  private Batch room(int batch) {
    return new Batch(batch, images.height(), images.width(), images.channels());
  }

  /** Number of batches; the last may be smaller. */
  int steps() {
    return steps;
  }

  private void prepare() {
    if (next < steps) {
      int step = next++;
      ahead = thread.submit(() -> fill(buffers[step % buffers.length], step));
    }
  }

  private Batch fill(Batch batch, int step) {
    FloatBuffer out = batch.pixels().floats();
    int first = step * batch.size();
    int count = Math.min(batch.size(), order.length - first);
    for (int i = 0; i < count; i++) {
      int image = order[first + i];
      if (augmentations.isEmpty()) {
        picture.copy(images, image, out);
      } else {
        picture.load(images, image);
        RandomGenerator random = randomOf.apply(image);
        augmentations.forEach(augmentation -> augmentation.apply(picture, random));
        picture.write(out);
      }
      batch.labels()[i] = images.label(image);
    }
    return batch.first(count);
  }

  /** The next batch, of {@link #steps}; valid until the next call. */
  Batch next() {
    try {
      Batch ready = ahead.get();
      prepare();
      return ready;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be prepared", e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
