package io.onnxfi.training;

import java.util.random.RandomGenerator;

/**
 * A turn about the centre by an angle drawn uniformly: torchvision's {@code RandomRotation} with
 * bilinear interpolation; what comes in from outside is black.
 *
 * @param degrees largest angle either way
 */
public record Rotation(double degrees) implements Augmentation {
  /** Checks the range. */
  public Rotation {
    if (!(degrees > 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          "a rotation is by more than 0 and up to 180 degrees, found " + degrees);
    }
  }

  @Override
  public void apply(Picture picture, RandomGenerator random) {
    turn(picture, degrees * (2 * random.nextDouble() - 1));
  }

  /** Turns counter-clockwise. */
  static void turn(Picture picture, double degrees) {
    double sine = StrictMath.sin(StrictMath.toRadians(degrees));
    double cosine = StrictMath.cos(StrictMath.toRadians(degrees));
    double middleX = (picture.width() - 1) / 2.0;
    double middleY = (picture.height() - 1) / 2.0;
    float[] to = picture.canvas();
    int plane = picture.height() * picture.width();
    for (int p = 0; p < plane; p++) {
      int row = p / picture.width();
      double dx = p % picture.width() - middleX;
      double dy = row - middleY;
      double x = middleX + cosine * dx - sine * dy;
      double y = middleY + sine * dx + cosine * dy;
      for (int channel = 0; channel < picture.channels(); channel++) {
        to[channel * plane + p] = sample(picture, channel * plane, x, y);
      }
    }
    picture.flip();
  }

  /** Between the four pixels around a point. */
  private static float sample(Picture picture, int plane, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    double above =
        (1 - right) * pixel(picture, plane, left, top)
            + right * pixel(picture, plane, left + 1, top);
    double below =
        (1 - right) * pixel(picture, plane, left, top + 1)
            + right * pixel(picture, plane, left + 1, top + 1);
    return (float) ((1 - down) * above + down * below);
  }

  private static float pixel(Picture picture, int plane, int x, int y) {
    boolean inside = x >= 0 && x < picture.width() && y >= 0 && y < picture.height();
    return inside ? picture.pixels()[plane + y * picture.width() + x] : 0;
  }

  @Override
  public String label() {
    return "rotate:" + degrees;
  }
}
