package io.onnxfi.training;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One image while it is being changed: {@code [channels, height, width]} in row-major order, in
 * units of pixel values, 0 to 255.
 *
 * <p>Serves one image after the other, so that nothing is allocated per image.
 */
final class Picture {
  private static final float PIXEL_MAX = 255f;

  private final int channels;
  private final int height;
  private final int width;
  private final byte[] read;
  private final float[] mean;
  private final float[] std;

  /** What each value of a byte is when normalised, by channel. */
  private final float[][] normalized;

  private final float[] interleaved;
  private float[] pixels;
  private float[] spare;

  /**
   * A picture of the size of these images.
   *
   * @param normalization applied when the picture is written
   */
  Picture(LabelledImages images, Normalization normalization) {
    this.channels = images.channels();
    this.height = images.height();
    this.width = images.width();
    int size = channels * height * width;
    this.read = new byte[size];
    this.interleaved = new float[size];
    this.pixels = new float[size];
    this.spare = new float[size];
    this.mean = new float[channels];
    this.std = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      mean[channel] = normalization.mean().get(channel);
      std[channel] = normalization.std().get(channel);
    }
    this.normalized = new float[channels][1 << Byte.SIZE];
    for (int channel = 0; channel < channels; channel++) {
      for (int value = 0; value < normalized[channel].length; value++) {
        normalized[channel][value] = normalize(value, channel);
      }
    }
  }

  /** Each step rounded as {@link Normalization} demands. */
  private float normalize(float pixel, int channel) {
    return (pixel / PIXEL_MAX - mean[channel]) / std[channel];
  }

  /** Becomes one of the images. */
  void load(LabelledImages images, int image) {
    images.read(image, read);
    for (int i = 0; i < read.length; i++) {
      pixels[i] = Byte.toUnsignedInt(read[i]);
    }
  }

  int channels() {
    return channels;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** The live pixels. */
  float[] pixels() {
    return pixels;
  }

  /** The mean colour of the data set in one channel, 0 to 255: nothing, to a network. */
  float neutral(int channel) {
    return mean[channel] * PIXEL_MAX;
  }

  /** A black canvas of the same size, which {@link #flip} makes the picture. */
  float[] canvas() {
    Arrays.fill(spare, 0);
    return spare;
  }

  /** The canvas becomes the picture. */
  void flip() {
    float[] old = pixels;
    pixels = spare;
    spare = old;
  }

  /**
   * Writes the normalised picture as {@code [height, width, channels]}, so that an unchanged image
   * is what evaluation sees.
   */
  void write(FloatBuffer out) {
    int plane = height * width;
    for (int channel = 0; channel < channels; channel++) {
      for (int p = 0; p < plane; p++) {
        interleaved[p * channels + channel] = normalize(pixels[channel * plane + p], channel);
      }
    }
    out.put(interleaved);
  }

  /** What {@link #load} and {@link #write} do, faster, if nothing happens in between. */
  void copy(LabelledImages images, int image, FloatBuffer out) {
    images.read(image, read);
    int plane = height * width;
    for (int channel = 0; channel < channels; channel++) {
      float[] values = normalized[channel];
      for (int p = 0; p < plane; p++) {
        interleaved[p * channels + channel] = values[Byte.toUnsignedInt(read[channel * plane + p])];
      }
    }
    out.put(interleaved);
  }
}
