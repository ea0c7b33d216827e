package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * MNIST in its IDX files: 60,000 training and 10,000 test images {@code [1, 28, 28]} of digits.
 *
 * <p>The extents are those that the files state; see {@link IdxFile}.
 */
public final class Mnist implements Dataset {
  static final String NAME = "mnist";
  static final String FOLDER = "mnist";

  /** Ours, and torchvision's; the files in them may be as published, with gzip. */
  private static final List<String> FOLDERS = List.of(FOLDER, "MNIST/raw");

  private static final Shape IMAGE = Shape.of(1, 28, 28);
  private static final List<String> CLASSES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  @Override
  public String name() {
    return NAME;
  }

  /** Mean and standard deviation of the training pixels, as PyTorch's MNIST example has them. */
  @Override
  public Normalization normalization() {
    return Normalization.of(new float[] {0.1307f}, new float[] {0.3081f});
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Shape image(DataRoot root) {
    return IMAGE;
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    String prefix = split == Split.TRAIN ? "train" : "t10k";
    SourceFile imageFile = find(root, prefix + "-images", "idx3-ubyte");
    SourceFile labelFile = find(root, prefix + "-labels", "idx1-ubyte");
    IdxFile images = IdxFile.images(imageFile);
    IdxFile labels = IdxFile.labels(labelFile);
    if (labels.extent(0) != images.extent(0)) {
      throw labelFile.malformed(
          "one label for each of the %d images".formatted(images.extent(0)),
          labels.extent(0) + " labels");
    }
    int[] classes = labels(labelFile, labels);
    MessageDigest digest = Checksum.Algorithm.SHA_256.start();
    digest.update(images.bytes());
    digest.update(labels.bytes());
    String sha256 = Checksum.finish(Checksum.Algorithm.SHA_256, digest).hex();
    Shape image = Shape.of(1, images.extent(1), images.extent(2));
    byte[] pixels = Arrays.copyOfRange(images.bytes(), images.headerBytes(), images.bytes().length);
    LabelledImages read =
        LabelledImages.owning(
            new ImageSource(NAME, sha256, CLASSES.size(), CLASSES, image), pixels, classes);
    Path usual = root.resolve(FOLDER).resolve(prefix + "-images-idx3-ubyte");
    return imageFile.path().equals(usual)
        ? read
        : read.noting(List.of("%s: read from %s".formatted(NAME, imageFile.path())));
  }

  /** The file in the first of the places and forms that there are, else in ours. */
  private static SourceFile find(DataRoot root, String stem, String form) {
    for (String folder : FOLDERS) {
      for (String name : List.of(stem + "-" + form, stem + "." + form)) {
        for (String place : List.of(folder + "/" + name, folder + "/" + name + ".gz")) {
          if (Files.exists(root.resolve(place))) {
            return new SourceFile(root.resolve(place), NAME);
          }
        }
      }
    }
    return FOLDERS.stream()
        .flatMap(
            folder ->
                Stream.of("", ".gz").map(zip -> "%s/%s-%s%s".formatted(folder, stem, form, zip)))
        .filter(place -> root.meant(place).isPresent())
        .findFirst()
        .map(place -> SourceFile.in(root, place, NAME, Map.of()))
        .orElseGet(
            () -> SourceFile.in(root, "%s/%s-%s".formatted(FOLDER, stem, form), NAME, Map.of()));
  }

  private static int[] labels(SourceFile file, IdxFile idx) {
    int[] labels = new int[idx.extent(0)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(idx.bytes()[idx.headerBytes() + i]);
      if (labels[i] >= CLASSES.size()) {
        throw file.malformed("a label of 0 to 9 at position " + i, "label " + labels[i]);
      }
    }
    return labels;
  }
}
