package io.onnxfi.corruption;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.random.Generators;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The corruptions that there are, in the order of the paper. */
public enum CommonCorruption {
  /** See {@link GaussianNoise}. */
  GAUSSIAN_NOISE,
  /** See {@link ShotNoise}. */
  SHOT_NOISE,
  /** See {@link ImpulseNoise}. */
  IMPULSE_NOISE,
  /** See {@link DefocusBlur}. */
  DEFOCUS_BLUR,
  /** See {@link ZoomBlur}. */
  ZOOM_BLUR,
  /** See {@link Brightness}. */
  BRIGHTNESS,
  /** See {@link Contrast}. */
  CONTRAST,
  /** See {@link JpegCompression}. */
  JPEG_COMPRESSION,
  /** One of the four that the paper keeps for validation; see {@link GaussianBlur}. */
  GAUSSIAN_BLUR;

  /** Name of the generator of random numbers, recorded with the seed. */
  public static final String GENERATOR = "L64X128MixRandom";

  private static final String DIGEST = "SHA-256";

  /** As the published files are called: {@code gaussian_noise}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Their labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(CommonCorruption::label).collect(Collectors.joining(", "));
  }

  /** All that the paper's mean is over, of those that there are. */
  public static List<CommonCorruption> ofTheMean() {
    return Arrays.stream(values()).filter(corruption -> corruption != GAUSSIAN_BLUR).toList();
  }

  /**
   * The corruption of this label.
   *
   * @param where the label was given, for messages
   * @throws MalformedInputException if there is none
   */
  public static CommonCorruption parse(String label, String where) {
    return Arrays.stream(values())
        .filter(corruption -> corruption.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> MalformedInputException.of(where, "one of " + labels(), "'" + label + "'"));
  }

  /**
   * The corruption at a severity.
   *
   * @param severity 1 to 5
   */
  public Corruption at(SeverityScale scale, int severity) {
    if (severity < 1 || severity > SeverityScale.SEVERITIES) {
      throw new IllegalArgumentException("a severity of " + severity);
    }
    return switch (this) {
      case GAUSSIAN_NOISE -> GaussianNoise.at(scale, severity);
      case SHOT_NOISE -> ShotNoise.at(scale, severity);
      case IMPULSE_NOISE -> ImpulseNoise.at(scale, severity);
      case DEFOCUS_BLUR -> DefocusBlur.at(scale, severity);
      case ZOOM_BLUR -> ZoomBlur.at(scale, severity);
      case BRIGHTNESS -> Brightness.at(scale, severity);
      case CONTRAST -> Contrast.at(scale, severity);
      case JPEG_COMPRESSION -> JpegCompression.at(scale, severity);
      case GAUSSIAN_BLUR -> GaussianBlur.at(scale, severity);
    };
  }

  /**
   * A new generator for one image. Its seed is the first 8 bytes of the SHA-256 of seed, severity
   * and number of the image (8 bytes each; all with the most significant first) and the label in
   * ASCII, so that an image depends on nothing else.
   */
  public RandomGenerator random(long seed, int severity, int image) {
    byte[] label = label().getBytes(StandardCharsets.US_ASCII);
    byte[] bytes =
        ByteBuffer.allocate(3 * Long.BYTES + label.length)
            .putLong(seed)
            .putLong(severity)
            .putLong(image)
            .put(label)
            .array();
    try {
      byte[] digest = MessageDigest.getInstance(DIGEST).digest(bytes);
      return Generators.of(GENERATOR).create(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
