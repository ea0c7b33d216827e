package io.onnxfi.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the libraries of the published data sets, see {@code make_golden.py}. */
class PublishedCorruptionsTest {
  private static final Shape IMAGE = Shape.of(3, 21, 34);

  /** So many pixels of one level are compared with as many statistics of a million. */
  private static final Shape NOISY = Shape.of(3, 160, 160);

  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "ZOOM_BLUR", "CONTRAST", "BRIGHTNESS"})
  void shouldBeWithinOneGreyLevelOfTheLibraries(CommonCorruption corruption) throws IOException {
    assertThat(farthest(corruption)).isLessThanOrEqualTo(1);
  }

  /** The JDK has libjpeg 6b, Pillow libjpeg-turbo: both have the same integer transforms. */
  @ParameterizedTest
  @EnumSource(names = "JPEG_COMPRESSION")
  void shouldCompressAsPillowDoes(CommonCorruption corruption) throws IOException {
    assertThat(farthest(corruption)).isZero();
  }

  private static int farthest(CommonCorruption corruption) throws IOException {
    byte[] original = planes(image("original.png"), 0, 0);
    BufferedImage expected = image(corruption.label() + ".png");
    int farthest = 0;
    int row = 0;
    for (SeverityScale scale : SeverityScale.values()) {
      for (int severity = 1; severity <= SeverityScale.SEVERITIES; severity++) {
        byte[] found =
            corruption.at(scale, severity).apply(original, IMAGE, new SplittableRandom(0));
        byte[] wanted = planes(expected, row, severity - 1);
        int here = 0;
        for (int i = 0; i < found.length; i++) {
          here = Math.max(here, Math.abs((found[i] & 0xff) - (wanted[i] & 0xff)));
        }
        farthest = Math.max(farthest, here);
      }
      row++;
    }
    return farthest;
  }

  private static BufferedImage image(String file) throws IOException {
    try (InputStream in = PublishedCorruptionsTest.class.getResourceAsStream(file)) {
      return ImageIO.read(in);
    }
  }

  private static byte[] planes(BufferedImage tiles, int down, int right) {
    int height = (int) IMAGE.dim(1);
    int width = (int) IMAGE.dim(2);
    byte[] planes = new byte[(int) IMAGE.size()];
    for (int i = 0; i < planes.length; i++) {
      int y = i / width % height + down * height;
      int x = i % width + right * width;
      planes[i] = (byte) (tiles.getRGB(x, y) >>> (16 - 8 * (i / (height * width))));
    }
    return planes;
  }

  @ParameterizedTest
  @CsvFileSource(resources = "noise.csv", numLinesToSkip = 1)
  void shouldScatterAsTheLibrariesDo(
      String corruption,
      SeverityScale scale,
      int severity,
      int level,
      double mean,
      double deviation,
      double black,
      double white) {
    CommonCorruption noise = CommonCorruption.parse(corruption, "test");
    byte[] pixels = new byte[(int) NOISY.size()];
    Arrays.fill(pixels, (byte) level);

    byte[] noisy = noise.at(scale, severity).apply(pixels, NOISY, noise.random(5, severity, level));

    double sum = 0;
    double squares = 0;
    int[] counts = new int[256];
    for (byte pixel : noisy) {
      int found = pixel & 0xff;
      sum += found;
      squares += (double) found * found;
      counts[found]++;
    }
    double n = noisy.length;
    // Five standard errors, of ours and of the million: one in some hundred thousand is beyond.
    double errors = 5 * Math.sqrt(1 / n + 1e-6);
    assertThat(sum / n).isCloseTo(mean, within(errors * deviation));
    assertThat(counts[0] / n).isCloseTo(black, within(errors * spread(black, n)));
    assertThat(counts[255] / n).isCloseTo(white, within(errors * spread(white, n)));
    // A share of p impulses has a fourth moment of 1/p times the squared variance.
    double share = noise == CommonCorruption.IMPULSE_NOISE ? black + white : 0.4;
    assertThat(Math.sqrt(squares / n - sum / n * (sum / n)))
        .isCloseTo(deviation, within(errors * deviation / (2 * Math.sqrt(share))));
  }

  /** Of one pixel's being at an end; of what was never seen, as if it had been once. */
  private static double spread(double share, double n) {
    double sound = Math.max(share, 1 / n);
    return Math.sqrt(sound * (1 - Math.min(share, 0.5)));
  }
}
