package io.onnxfi.dataset;

import java.util.random.RandomGenerator;

/**
 * One image of {@link SyntheticImages}: a mask in [0, 1] blends a background into a foreground
 * colour, and every channel of every pixel gets noise of its own.
 */
final class SyntheticPattern {
  /** The classes, in the order of the labels. */
  enum Kind {
    GRATING_0(0),
    GRATING_36(36),
    GRATING_72(72),
    GRATING_108(108),
    GRATING_144(144),
    DISC(0),
    RING(0),
    SQUARE(0),
    PLUS(0),
    /** A plus turned by 45 degrees. */
    SALTIRE(0);

    /** Direction in which a grating varies, from the horizontal; of no meaning to the others. */
    private final int degrees;

    Kind(int degrees) {
      this.degrees = degrees;
    }
  }

  private static final int CHANNELS = 3;

  private final RandomGenerator random;
  private final Kind kind;
  private final int side;
  private final double cosine;
  private final double sine;
  private final double frequency;
  private final double phase;
  private final double centreX;
  private final double centreY;
  private final double radius;
  private final double[] background = new double[CHANNELS];
  private final double[] contrast = new double[CHANNELS];
  private final double noise;

  /**
   * Draws the parameters of an image.
   *
   * @param kind the class
   * @param side height and width in pixels
   * @param random where the parameters, and later the noise, come from
   */
  SyntheticPattern(Kind kind, int side, RandomGenerator random) {
    this.random = random;
    this.kind = kind;
    this.side = side;
    double angle = StrictMath.PI / 180 * (kind.degrees + between(-9, 9));
    cosine = StrictMath.cos(angle);
    sine = StrictMath.sin(angle);
    frequency = 2 * StrictMath.PI * between(0.14, 0.24);
    phase = between(0, 2 * StrictMath.PI);
    centreX = side * between(0.38, 0.62);
    centreY = side * between(0.38, 0.62);
    radius = side * between(0.22, 0.36);
    double sign = uniform() < 0.5 ? -1 : 1;
    for (int channel = 0; channel < CHANNELS; channel++) {
      contrast[channel] = sign * between(30, 130);
      background[channel] = 127.5 - contrast[channel] / 2 + between(-40, 40);
    }
    noise = between(40, 90);
  }

  /**
   * Writes the pixels {@code [3, side, side]}.
   *
   * @param pixels where to
   * @param at position of the first
   */
  void draw(byte[] pixels, int at) {
    int plane = side * side;
    for (int p = 0; p < plane; p++) {
      int column = p % side;
      int row = p / side;
      double mask = mask(column + 0.5, row + 0.5);
      for (int channel = 0; channel < CHANNELS; channel++) {
        // The sum of two uniform numbers: bell enough, and free of transcendental functions.
        double speck = noise * (uniform() + uniform() - 1);
        double value = background[channel] + contrast[channel] * mask + speck;
        pixels[at + channel * plane + p] = (byte) Math.max(0, Math.min(255, (int) value));
      }
    }
  }

  /** How much of the foreground shows at a point, 0 to 1; coordinates are in pixels. */
  private double mask(double x, double y) {
    double dx = Math.abs(x - centreX);
    double dy = Math.abs(y - centreY);
    double distance = Math.sqrt(dx * dx + dy * dy);
    double chebyshev = Math.max(dx, dy);
    double halfLine = radius / 3;
    return switch (kind) {
      case GRATING_0, GRATING_36, GRATING_72, GRATING_108, GRATING_144 -> wave(x, y);
      case DISC -> edge(radius - distance);
      case RING -> edge(halfLine - Math.abs(distance - radius));
      case SQUARE -> edge(0.9 * radius - chebyshev);
      case PLUS -> Math.min(edge(radius - chebyshev), edge(halfLine - Math.min(dx, dy)));
      case SALTIRE -> Math.min(edge(radius - chebyshev), edge(halfLine - Math.abs(dx - dy)));
    };
  }

  private double wave(double x, double y) {
    double along = x * cosine + y * sine;
    return 0.5 + 0.5 * StrictMath.sin(frequency * along + phase);
  }

  /** A soft step, one pixel wide: 0 outside, 1 inside. */
  private static double edge(double inside) {
    return Math.max(0, Math.min(1, inside + 0.5));
  }

  private double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in [0, 1): the upper 53 bits of the generator's output. */
  private double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }
}
