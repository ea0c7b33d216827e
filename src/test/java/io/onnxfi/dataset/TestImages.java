package io.onnxfi.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Writes small images of one colour. */
final class TestImages {
  private TestImages() {}

  /** A PPM whose pixels are all {@code red, 0, 0}. */
  static void ppm(Path file, int height, int width, int red) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "P6\n%d %d\n255\n".formatted(width, height).getBytes(StandardCharsets.US_ASCII));
    for (int pixel = 0; pixel < height * width; pixel++) {
      bytes.write(red);
      bytes.write(0);
      bytes.write(0);
    }
    write(file, bytes.toByteArray());
  }

  /** A PNG or JPEG, by the file's extension, in which all is {@code level}. */
  static void grey(Path file, int height, int width, int level) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    int[] samples = new int[height * width];
    Arrays.fill(samples, level);
    image.getRaster().setSamples(0, 0, width, height, 0, samples);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String format = file.toString().endsWith(".png") ? "png" : "jpeg";
    ImageIO.write(image, format, bytes);
    write(file, bytes.toByteArray());
  }

  static void text(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
