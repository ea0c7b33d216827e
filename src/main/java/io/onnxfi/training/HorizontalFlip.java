package io.onnxfi.training;

import java.util.random.RandomGenerator;

/** Left and right exchanged in half of the images: torchvision's {@code RandomHorizontalFlip}. */
public record HorizontalFlip() implements Augmentation {
  @Override
  public void apply(Picture picture, RandomGenerator random) {
    if (random.nextBoolean()) {
      return;
    }
    float[] pixels = picture.pixels();
    int width = picture.width();
    for (int row = 0; row < pixels.length; row += width) {
      for (int left = 0; left < width / 2; left++) {
        int a = row + left;
        int b = row + width - 1 - left;
        float pixel = pixels[a];
        pixels[a] = pixels[b];
        pixels[b] = pixel;
      }
    }
  }

  @Override
  public String label() {
    return "flip";
  }
}
