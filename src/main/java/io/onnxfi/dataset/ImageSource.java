package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where images come from and what they look like, without the images.
 *
 * @param name the data set, for example {@code cifar10}
 * @param sha256 digest of what the images were read from, 64 lower-case hexadecimal digits: of the
 *     source files one after the other; of the generated pixels and labels; or, where every image
 *     is a file of its own, of one line {@code <sha256 of the file> <label> <path>} per image
 * @param classes number of classes; labels are 0 to {@code classes - 1}
 * @param classNames one name per class, or empty if none are known
 * @param image extents of one image, {@code [channels, height, width]}
 * @param transform what was done to images of any size to bring them to these extents; nothing if
 *     they had them, or were resized to them with no regard to their aspect ratio
 */
public record ImageSource(
    String name,
    String sha256,
    int classes,
    List<String> classNames,
    Shape image,
    Optional<String> transform) {
  /** Images that have these extents. */
  public ImageSource(
      String name, String sha256, int classes, List<String> classNames, Shape image) {
    this(name, sha256, classes, classNames, image, Optional.empty());
  }

  /**
   * Checks the parts against each other.
   *
   * @throws IllegalArgumentException if a part is malformed, with the offending value
   */
  public ImageSource {
    Objects.requireNonNull(transform, "transform");
    classNames = List.copyOf(classNames);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a data set needs a name, found '" + name + "'");
    }
    Checksum.sha256(sha256);
    if (classes < 1) {
      throw new IllegalArgumentException("a data set has at least one class, found " + classes);
    }
    if (!classNames.isEmpty() && classNames.size() != classes) {
      throw new IllegalArgumentException(
          "%d names for %d classes: %s".formatted(classNames.size(), classes, classNames));
    }
    if (image.rank() != 3 || image.size() == 0 || image.size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an image is [channels, height, width], none of them zero; found " + image);
    }
  }
}
