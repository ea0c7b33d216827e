package io.onnxfi.dataset;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files to {@code [3, height, width]}: JPEG, PNG and BMP by the JDK's ImageIO, PPM
 * and PGM by {@link NetpbmImage}.
 *
 * <p>The samples are those in the file, as Pillow's {@code Image.open(file).convert("RGB")} gives
 * them: grey becomes three equal planes, transparency is dropped, colour profiles and orientation
 * tags are not applied.
 */
final class ImageDecoder {
  private static final String JPEG = "jpeg";

  private ImageDecoder() {}

  /**
   * Decodes an image.
   *
   * @throws io.onnxfi.error.MalformedInputException if the content is damaged, cut short or of an
   *     unknown format
   * @throws UnsupportedInputException if the samples have another number of bits than 8 or 16
   */
  static RgbImage decode(SourceFile file, byte[] bytes) {
    if (NetpbmImage.isOne(bytes)) {
      return NetpbmImage.decode(bytes, file);
    }
    // Memory, because ImageIO's default is a temporary file for every image.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      ImageReader reader = reader(file, in, bytes);
      try {
        reader.setInput(in, true, true);
        return Samples.of(file, read(reader, file));
      } finally {
        reader.dispose();
      }
    } catch (OnnxFiException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer damage with either.
      throw file.malformed("an intact image", "a damaged one (" + e + ")");
    }
  }

  /** ImageIO knows more formats, but fills what is missing from a BMP, for one, with black. */
  private static ImageReader reader(SourceFile file, ImageInputStream in, byte[] bytes)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (readers.hasNext()) {
      ImageReader reader = readers.next();
      String format = reader.getFormatName().toLowerCase(Locale.ROOT);
      if (format.equals(JPEG) || format.equals("png")) {
        return reader;
      }
    }
    throw file.malformed(
        "a JPEG, PNG, PPM or PGM image",
        InputFile.found(Arrays.copyOf(bytes, Math.min(bytes.length, FileKind.HEAD_BYTES))));
  }

  private static BufferedImage read(ImageReader reader, SourceFile file) throws IOException {
    // Before the pixels: a header of a few bytes can promise gigabytes.
    file.sized(reader.getHeight(0), reader.getWidth(0));
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setDestinationType(untouched(reader));
    BufferedImage image = reader.read(0, parameters);
    // The JPEG reader fills what is missing with grey and only warns.
    for (String warning : warnings) {
      if (warning.startsWith("Truncated") || warning.startsWith("Premature")) {
        throw file.malformed("a complete image", "a truncated one (" + warning + ")");
      }
    }
    int bands = image.getRaster().getNumBands();
    if (reader.getFormatName().equalsIgnoreCase(JPEG) && bands != 1 && bands != 3 && bands != 4) {
      throw new UnsupportedInputException(
          "%s: JPEG images of %d components are not supported; convert it to RGB"
              .formatted(file.path(), bands));
    }
    return image;
  }

  /**
   * The type that takes the samples as they are: the one with the file's own colour profile, if it
   * has one, because ImageIO's default is to convert it to sRGB; null for the default.
   */
  private static ImageTypeSpecifier untouched(ImageReader reader) throws IOException {
    ImageTypeSpecifier own = null;
    for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext(); ) {
      ImageTypeSpecifier type = types.next();
      ColorModel model = type.getColorModel();
      ColorSpace space = model.getColorSpace();
      if (space.getType() == ColorSpace.TYPE_RGB && !space.isCS_sRGB()) {
        own = type;
      }
    }
    return own;
  }
}
