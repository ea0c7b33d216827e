package io.onnxfi.dataset;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images that are files of their own, decoded side by side on all processors.
 *
 * <p>There is no cache of decoded images: decoding is quick, and what is read is then always what
 * is on the disk.
 *
 * @param dataset the data set's name
 * @param base the folder that all files are below
 * @param classNames in the order of the labels
 * @param images in order
 * @param transform what is done to every image; if nothing, all must have the first one's size
 * @param notes what was assumed when they were listed
 */
record ImageFiles(
    String dataset,
    Path base,
    List<String> classNames,
    List<Entry> images,
    Optional<ImageTransform> transform,
    List<String> notes) {
  private static final HexFormat HEX = HexFormat.of();

  /**
   * One image.
   *
   * @param label from 0
   * @param size what it must have before it is resized, if something says so
   */
  record Entry(SourceFile file, int label, Optional<PixelSize> size) {
    RgbImage decode(byte[] bytes) {
      RgbImage image = ImageDecoder.decode(file, bytes);
      if (size.isPresent() && !size.get().equals(image.size())) {
        throw file.malformed("an image of " + size.get() + " pixels", image.size().toString());
      }
      return image;
    }
  }

  ImageFiles {
    classNames = List.copyOf(classNames);
    images = List.copyOf(images);
    notes = List.copyOf(notes);
  }

  /** Reads, decodes and, if asked to, transforms all images. */
  LabelledImages load() {
    PixelSize size = size();
    byte[] pixels = new byte[memory(dataset, images.size(), size.shape())];
    byte[][] digests = new byte[images.size()][];
    // Several at a time, but the first in their order is the one that is told about.
    OnnxFiException[] wrong = new OnnxFiException[images.size()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            image -> {
              try {
                Entry entry = images.get(image);
                byte[] bytes = entry.file().read();
                MessageDigest digest = Checksum.Algorithm.SHA_256.start();
                digests[image] = digest.digest(bytes);
                byte[] planes = fitted(entry, bytes, size).planes();
                System.arraycopy(planes, 0, pixels, image * planes.length, planes.length);
              } catch (OnnxFiException e) {
                wrong[image] = e;
              }
            });
    Arrays.stream(wrong)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            first -> {
              throw first;
            });
    int[] labels = images.stream().mapToInt(Entry::label).toArray();
    ImageSource source =
        new ImageSource(
            dataset,
            sha256(digests),
            classNames.size(),
            classNames,
            size.shape(),
            transform.flatMap(ImageTransform::label));
    return LabelledImages.owning(source, pixels, labels).noting(notes);
  }

  /** The size that every image has when it is loaded; decodes the first one if nothing says so. */
  PixelSize size() {
    Entry first = images.get(0);
    return transform
        .map(ImageTransform::size)
        .or(first::size)
        .orElseGet(() -> ImageDecoder.decode(first.file(), first.file().read()).size());
  }

  private RgbImage fitted(Entry entry, byte[] bytes, PixelSize size) {
    RgbImage image = entry.decode(bytes);
    if (transform.isPresent()) {
      return transform.get().apply(image);
    }
    if (!image.size().equals(size)) {
      throw entry
          .file()
          .malformed(
              "an image of %s pixels, as %s is".formatted(size, images.get(0).file().path()),
              image.size()
                  + " (--resize HEIGHTxWIDTH resizes all of them to one size, --transform imagenet"
                  + " resizes and crops them)");
    }
    return image;
  }

  /** Bytes that the pixels take, if there is room for them. */
  static int memory(String dataset, int images, Shape image) {
    long bytes = Math.multiplyExact(images, image.size());
    // Some virtual machines cannot make arrays of the very largest lengths.
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw new UnsupportedInputException(
          "%s: %,d images %s take %,d bytes; at most 2 GiB are supported"
              .formatted(dataset, images, image, bytes));
    }
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw new MissingResourceException(
          "%s needs %,d bytes of memory for its images, and Java may use %,d"
              .formatted(dataset, bytes, Runtime.getRuntime().maxMemory()),
          "allow it more, for example with ONNXFI_JAVA_OPTIONS=-Xmx4g");
    }
    return (int) bytes;
  }

  private String sha256(byte[][] digests) {
    MessageDigest all = Checksum.Algorithm.SHA_256.start();
    for (int image = 0; image < digests.length; image++) {
      Entry entry = images.get(image);
      String path = base.relativize(entry.file().path()).toString().replace('\\', '/');
      String line = "%s %d %s\n".formatted(HEX.formatHex(digests[image]), entry.label(), path);
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Checksum.finish(Checksum.Algorithm.SHA_256, all).hex();
  }
}
