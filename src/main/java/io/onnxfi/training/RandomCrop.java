package io.onnxfi.training;

import java.util.random.RandomGenerator;

/**
 * A window of the image's size anywhere in the image with a black border: torchvision's {@code
 * RandomCrop(size, padding)}.
 *
 * @param padding width of the border in pixels
 */
public record RandomCrop(int padding) implements Augmentation {
  /** Checks that the border has a width. */
  public RandomCrop {
    if (padding < 1) {
      throw new IllegalArgumentException("the padding of a crop is 1 or more, found " + padding);
    }
  }

  @Override
  public void apply(Picture picture, RandomGenerator random) {
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    int height = picture.height();
    int width = picture.width();
    float[] from = picture.pixels();
    float[] to = picture.canvas();
    int firstColumn = Math.max(0, -right);
    int columns = width - Math.abs(right);
    for (int channel = 0; channel < picture.channels() && columns > 0; channel++) {
      for (int y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
        int row = (channel * height + y) * width + firstColumn;
        System.arraycopy(from, row + down * width + right, to, row, columns);
      }
    }
    picture.flip();
  }

  @Override
  public String label() {
    return "crop:" + padding;
  }
}
