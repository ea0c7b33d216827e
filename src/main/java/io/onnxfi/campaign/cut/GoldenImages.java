package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** The fault-free values of some images at the cuts of the current layer. */
sealed interface GoldenImages permits GoldenBatch, GatheredImages {
  /** Number of images. */
  int size();

  /** The place in the campaign of an image, counted from 0. */
  int place(int image);

  /** A value of one image, as a view of its bytes. */
  ByteBuffer row(String value, int image);

  /** A value of images {@code [from, to)}, side by side in memory. */
  Tensor slice(String value, int from, int to);

  /** Some values of images {@code [from, to)}, each side by side in memory. */
  default List<Tensor> slice(List<String> values, int from, int to) {
    return values.stream().map(value -> slice(value, from, to)).toList();
  }
}
