package io.onnxfi.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What Pillow 12.3.0 makes of images; {@code make_golden.py} wrote it. */
final class GoldenPlanes {
  private GoldenPlanes() {}

  /** The rows of a table beside this class's resources. */
  static List<CSVRecord> table(String name) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream in = GoldenPlanes.class.getResourceAsStream(name);
        CSVParser rows =
            CSVParser.parse(new InputStreamReader(in, StandardCharsets.UTF_8), format)) {
      return rows.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try (InputStream in = GoldenPlanes.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(RgbImage image) {
    return HexFormat.of().formatHex(Checksum.Algorithm.SHA_256.start().digest(image.planes()));
  }

  /** The image whose resized forms the golden table has. */
  static RgbImage formula(int height, int width) {
    byte[] planes = new byte[3 * height * width];
    int at = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          planes[at++] = (byte) (7 * x * x + 13 * y + 5 * x * y + 101 * channel);
        }
      }
    }
    return new RgbImage(new PixelSize(height, width), planes);
  }

  /** A file that is only a name in messages. */
  static SourceFile named(String name) {
    return new SourceFile(Path.of(name), "things");
  }
}
