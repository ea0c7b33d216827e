package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Written as JPEG and read again, by the codec of the JDK; colours are kept for every second pixel
 * (4:2:0). Images that do not have three channels are written as one grey image for each.
 *
 * <p>That codec is libjpeg 6b with its exact integer transforms. libjpeg-turbo, of which Pillow and
 * so the published data sets are, computes the same: at the published qualities all pixels are
 * equal.
 *
 * @param quality as the IJG's {@code cjpeg} and Pillow count it, 1 to 100
 */
record JpegCompression(int quality) implements Corruption {
  private static final String FORMAT = "jpeg";
  private static final int COLOURS = 3;
  private static final int BEST = 100;
  private static final int MIDDLE = 50;

  static JpegCompression at(SeverityScale scale, int severity) {
    return new JpegCompression(
        (int)
            scale.constant(
                severity,
                List.of(80.0, 65.0, 58.0, 50.0, 40.0),
                List.of(65.0, 58.0, 50.0, 40.0, 25.0),
                List.of(25.0, 18.0, 15.0, 10.0, 7.0)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    int height = (int) image.dim(1);
    int width = (int) image.dim(2);
    int channels = image.dim(0) == COLOURS ? COLOURS : 1;
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    byte[] coded = new byte[pixels.length];
    int planes = channels * height * width;
    for (int from = 0; from < pixels.length; from += planes) {
      BufferedImage picture = new BufferedImage(width, height, type);
      byte[] samples = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < planes; i++) {
        samples[interleaved(i, channels, height * width)] = pixels[from + i];
      }
      byte[] read = ((DataBufferByte) coded(picture).getRaster().getDataBuffer()).getData();
      for (int i = 0; i < planes; i++) {
        coded[from + i] = read[interleaved(i, channels, height * width)];
      }
    }
    return coded;
  }

  /** Where a sample of planes, red first, stands among pixels, blue first. */
  private static int interleaved(int sample, int channels, int plane) {
    return sample % plane * channels + (channels - 1 - sample / plane);
  }

  /**
   * The quality as the JDK counts it, 0 to 1. Tables are scaled by 50/quality below the middle; the
   * IJG rounds that down to whole per cents first, the JDK does not.
   */
  private float share() {
    int percent = MIDDLE * BEST / quality;
    return (float) (quality < MIDDLE ? MIDDLE : quality) / (quality < MIDDLE ? percent : BEST);
  }

  private BufferedImage coded(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(FORMAT).next();
    ImageReader reader = ImageIO.getImageReadersByFormatName(FORMAT).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(share());
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
      out.flush();
      reader.setInput(
          new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray())), true);
      return reader.read(0);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      writer.dispose();
      reader.dispose();
    }
  }
}
