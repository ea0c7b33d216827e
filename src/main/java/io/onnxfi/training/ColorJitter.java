package io.onnxfi.training;

import java.util.random.RandomGenerator;

/**
 * Brightness, contrast, saturation and hue changed by random amounts, in random order:
 * torchvision's {@code ColorJitter} on floats, without rounding to whole pixel values.
 *
 * <p>Grey pictures keep what they have no part in: saturation and hue.
 *
 * @param brightness largest relative change, 0 to 1
 * @param contrast largest relative change, 0 to 1
 * @param saturation largest relative change, 0 to 1
 * @param hue largest turn of the colour wheel either way, as a share of it, 0 to 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue)
    implements Augmentation {
  private static final int CHANGES = 4;

  /** Checks the ranges. */
  public ColorJitter {
    for (double share : new double[] {brightness, contrast, saturation, 2 * hue}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "brightness, contrast and saturation change by 0 to 1, hue by 0 to 0.5; found %s, %s,"
                    .formatted(brightness, contrast)
                + " %s, %s".formatted(saturation, hue));
      }
    }
  }

  @Override
  public void apply(Picture picture, RandomGenerator random) {
    for (int change : Streams.permutation(CHANGES, random)) {
      double draw = 2 * random.nextDouble() - 1;
      switch (change) {
        case 0 -> Colors.brightness(picture, (float) (1 + brightness * draw));
        case 1 -> Colors.contrast(picture, (float) (1 + contrast * draw));
        case 2 -> Colors.saturation(picture, (float) (1 + saturation * draw));
        default -> Colors.hue(picture, (float) (hue * draw));
      }
    }
  }

  @Override
  public String label() {
    return "jitter:%s:%s:%s:%s".formatted(brightness, contrast, saturation, hue);
  }
}
