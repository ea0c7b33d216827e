package io.onnxfi.training;

/** Changes of colour as torchvision's {@code functional.adjust_…} makes them on floats. */
final class Colors {
  private static final float WHITE = 255f;

  /** Luma of red, green and blue (ITU-R BT.601). */
  private static final float[] LUMA = {0.2989f, 0.587f, 0.114f};

  private Colors() {}

  static void brightness(Picture picture, float factor) {
    float[] pixels = picture.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = clamp(factor * pixels[i]);
    }
  }

  /** Towards or away from the mean grey. */
  static void contrast(Picture picture, float factor) {
    int plane = picture.height() * picture.width();
    double sum = 0;
    for (int p = 0; p < plane; p++) {
      sum += grey(picture, p);
    }
    float rest = (1 - factor) * (float) (sum / plane);
    float[] pixels = picture.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = clamp(factor * pixels[i] + rest);
    }
  }

  /** Towards or away from each pixel's grey. */
  static void saturation(Picture picture, float factor) {
    if (picture.channels() != LUMA.length) {
      return;
    }
    int plane = picture.height() * picture.width();
    float[] pixels = picture.pixels();
    for (int p = 0; p < plane; p++) {
      float rest = (1 - factor) * grey(picture, p);
      for (int i = p; i < pixels.length; i += plane) {
        pixels[i] = clamp(factor * pixels[i] + rest);
      }
    }
  }

  /** Round the colour wheel, by a share of it (Smith 1978, "Color gamut transform pairs"). */
  static void hue(Picture picture, float turn) {
    if (picture.channels() != LUMA.length) {
      return;
    }
    int plane = picture.height() * picture.width();
    float[] pixels = picture.pixels();
    for (int p = 0; p < plane; p++) {
      float r = pixels[p];
      float g = pixels[p + plane];
      float b = pixels[p + 2 * plane];
      float most = Math.max(r, Math.max(g, b));
      float range = most - Math.min(r, Math.min(g, b));
      if (range > 0) {
        float sextant = 6 * turn + sextant(r, g, b, most, range);
        pixels[p] = part(most, range, sextant + 5);
        pixels[p + plane] = part(most, range, sextant + 3);
        pixels[p + 2 * plane] = part(most, range, sextant + 1);
      }
    }
  }

  /** Place on the colour wheel in sixths, from red. */
  private static float sextant(float r, float g, float b, float most, float range) {
    if (most == r) {
      return (g - b) / range;
    }
    return most == g ? 2 + (b - r) / range : 4 + (r - g) / range;
  }

  /** One primary colour of a hue; {@code place} is counted from where it is least. */
  private static float part(float most, float range, float place) {
    float k = place - 6 * (float) Math.floor(place / 6);
    return most - range * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
  }

  private static float grey(Picture picture, int p) {
    float[] pixels = picture.pixels();
    if (picture.channels() != LUMA.length) {
      return pixels[p];
    }
    int plane = picture.height() * picture.width();
    return LUMA[0] * pixels[p] + LUMA[1] * pixels[p + plane] + LUMA[2] * pixels[p + 2 * plane];
  }

  private static float clamp(float pixel) {
    return Math.max(0, Math.min(WHITE, pixel));
  }
}
