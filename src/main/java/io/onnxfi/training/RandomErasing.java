package io.onnxfi.training;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A rectangle of the data set's mean colour over some of the images (Zhong et al. 2020, "Random
 * erasing data augmentation", algorithm 1): torchvision's {@code RandomErasing} after
 * normalisation, with its defaults for area and shape.
 *
 * @param probability that an image gets one, above 0 and at most 1
 */
public record RandomErasing(double probability) implements Augmentation {
  private static final double LEAST_AREA = 0.02;
  private static final double MOST_AREA = 0.33;
  private static final double LEAST_RATIO = 0.3;
  private static final double MOST_RATIO = 3.3;
  private static final int ATTEMPTS = 10;

  /** Checks the range. */
  public RandomErasing {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "images are erased with a probability above 0 and at most 1, found " + probability);
    }
  }

  @Override
  public void apply(Picture picture, RandomGenerator random) {
    if (random.nextDouble() >= probability) {
      return;
    }
    int pixels = picture.height() * picture.width();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double area = pixels * between(LEAST_AREA, MOST_AREA, random);
      double ratio =
          StrictMath.exp(between(StrictMath.log(LEAST_RATIO), StrictMath.log(MOST_RATIO), random));
      int height = (int) Math.round(Math.sqrt(area * ratio));
      int width = (int) Math.round(Math.sqrt(area / ratio));
      if (height > 0 && width > 0 && height < picture.height() && width < picture.width()) {
        int top = random.nextInt(picture.height() - height + 1);
        int left = random.nextInt(picture.width() - width + 1);
        erase(picture, top, left, height, width);
        return;
      }
    }
  }

  private static double between(double least, double most, RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }

  private static void erase(Picture picture, int top, int left, int height, int width) {
    for (int channel = 0; channel < picture.channels(); channel++) {
      for (int y = top; y < top + height; y++) {
        int row = (channel * picture.height() + y) * picture.width() + left;
        Arrays.fill(picture.pixels(), row, row + width, picture.neutral(channel));
      }
    }
  }

  @Override
  public String label() {
    return "erase:" + probability;
  }
}
