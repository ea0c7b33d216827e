package io.onnxfi.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * How pixels become network input: {@code x = (pixel / 255 - mean) / std}, per channel.
 *
 * <p>Every step is rounded to binary32, in this order: division by 255, subtraction, division. That
 * is what torchvision's {@code ToTensor} and {@code Normalize} do on the CPU, and a campaign that
 * is to reproduce published counts of <em>masked</em> images needs the same bits.
 *
 * @param mean per channel, in units of the pixel range scaled to [0, 1]
 * @param std per channel, in the same unit, positive
 */
public record Normalization(List<Float> mean, List<Float> std) {
  /** Values a pixel can have: 0 to 255. */
  static final int PIXEL_VALUES = 256;

  /**
   * The constants of ImageNet, which torchvision's classifiers are trained with; for colour images
   * that have none of their own.
   */
  static final Normalization IMAGENET =
      of(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private static final float PIXEL_MAX = 255f;

  /**
   * Copies and checks both lists.
   *
   * @throws IllegalArgumentException if they are empty, of different length, not finite, or a
   *     standard deviation is not positive
   */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw new IllegalArgumentException(
          "a normalisation needs one mean and one std per channel, found mean %s and std %s"
              .formatted(mean, std));
    }
    if (!mean.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException("mean must be finite, found " + mean);
    }
    if (!std.stream().allMatch(value -> Float.isFinite(value) && value > 0)) {
      throw new IllegalArgumentException("std must be finite and positive, found " + std);
    }
  }

  /** As the constructor, from arrays, which are copied. */
  public static Normalization of(float[] mean, float[] std) {
    return new Normalization(boxed(mean), boxed(std));
  }

  /** Number of channels. */
  public int channels() {
    return mean.size();
  }

  /**
   * The network input for one pixel value.
   *
   * @param channel from 0
   * @param pixel 0 to 255
   */
  public float apply(int channel, int pixel) {
    if (pixel < 0 || pixel >= PIXEL_VALUES) {
      throw new IllegalArgumentException("a pixel is 0 to 255, found " + pixel);
    }
    float scaled = pixel / PIXEL_MAX;
    float centred = scaled - mean.get(channel);
    return centred / std.get(channel);
  }

  /** {@link #apply} for every pixel value: {@code [channels, 256]}, a fresh array. */
  float[][] tables() {
    float[][] tables = new float[channels()][PIXEL_VALUES];
    for (int channel = 0; channel < tables.length; channel++) {
      for (int pixel = 0; pixel < PIXEL_VALUES; pixel++) {
        tables[channel][pixel] = apply(channel, pixel);
      }
    }
    return tables;
  }

  private static List<Float> boxed(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
