package io.onnxfi.training;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;

/**
 * Images ready for the engine, in memory that is used again.
 *
 * <p>Pixels are {@code [n, height, width, channels]}: libtorch's convolutions are about a third
 * faster on that order, seen as {@code [n, channels, height, width]} with other strides.
 */
final class Batch {
  private final Tensor pixels;
  private final int[] labels;

  /** Room for this many images. */
  Batch(int images, int height, int width, int channels) {
    this(
        Tensor.allocate(ElementType.FLOAT, Shape.of(images, height, width, channels)),
        new int[images]);
  }

  private Batch(Tensor pixels, int[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /** The first images: pixels shared, labels copied. */
  Batch first(int images) {
    return images == size()
        ? this
        : new Batch(pixels.slice(0, images), Arrays.copyOf(labels, images));
  }

  int size() {
    return labels.length;
  }

  /** The live pixels, normalised. */
  Tensor pixels() {
    return pixels;
  }

  /** The live labels. */
  int[] labels() {
    return labels;
  }
}
