package io.onnxfi.dataset;

import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tiny ImageNet (Stanford CS231n): 200 classes of ImageNet with 500 training images each, and
 * 10,000 validation images, all {@code [3, 64, 64]}; a few hundred are grey.
 *
 * <p>The labels of the published test images were never released, so the validation images are the
 * test split here, in the order of {@code val_annotations.txt}. Training images come class by class
 * in the order of their names. A class is a WordNet id, and labels follow their alphabetical order,
 * which is how torchvision's {@code ImageFolder} numbers the folders below {@code train}, and not
 * the order of {@code wnids.txt}.
 */
public final class TinyImageNet implements Dataset {
  static final String NAME = "tiny-imagenet";
  static final String FOLDER = "tiny-imagenet-200";

  private static final String RESOURCE = "tiny-imagenet-wnids.txt";
  private static final int TRAINING_IMAGES_PER_CLASS = 500;
  private static final int VALIDATION_IMAGES = 10_000;
  private static final PixelSize SIZE = new PixelSize(64, 64);

  private final List<String> classes = resource();
  private final int trainingImagesPerClass;
  private final int validationImages;
  private final Optional<ImageTransform> ofTest;

  /** The data set as it is published. */
  public TinyImageNet() {
    this(TRAINING_IMAGES_PER_CLASS, VALIDATION_IMAGES, Optional.empty());
  }

  /** A data set of the same form with other numbers of images, for tests. */
  TinyImageNet(int trainingImagesPerClass, int validationImages) {
    this(trainingImagesPerClass, validationImages, Optional.empty());
  }

  private TinyImageNet(
      int trainingImagesPerClass, int validationImages, Optional<ImageTransform> ofTest) {
    this.trainingImagesPerClass = trainingImagesPerClass;
    this.ofTest = ofTest;
    this.validationImages = validationImages;
  }

  /**
   * The same with test images prepared as torchvision evaluates classifiers; training images stay
   * as they are, for augmentations.
   */
  public TinyImageNet evaluated(EvaluationTransform how) {
    return new TinyImageNet(trainingImagesPerClass, validationImages, Optional.of(how));
  }

  private static List<String> resource() {
    try (InputStream in = TinyImageNet.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  /** ImageNet's constants, as torchvision's classifiers have them; there are no published ones. */
  @Override
  public Normalization normalization() {
    return Normalization.IMAGENET;
  }

  /** WordNet ids, in alphabetical order. */
  @Override
  public List<String> classNames() {
    return classes;
  }

  @Override
  public Shape image(DataRoot root) {
    return ofTest.map(ImageTransform::size).orElse(SIZE).shape();
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    Path base = root.resolve(FOLDER);
    checkClasses(SourceFile.in(root, FOLDER + "/wnids.txt", NAME, Map.of()));
    List<Entry> images =
        switch (split) {
          case TRAIN -> training(base.resolve("train"));
          case TEST -> validation(base.resolve("val"));
        };
    Optional<ImageTransform> transform = split == Split.TEST ? ofTest : Optional.empty();
    return new ImageFiles(NAME, base, classes, images, transform, List.of()).load();
  }

  /** There are sets of 200 other classes under the same name. */
  private void checkClasses(SourceFile file) {
    List<String> found = new String(file.read(), StandardCharsets.UTF_8).lines().sorted().toList();
    if (!found.equals(classes)) {
      String other =
          found.stream().filter(wnid -> !classes.contains(wnid)).findFirst().orElse("none other");
      throw file.malformed(
          "the 200 published classes", "%d lines, with %s".formatted(found.size(), other));
    }
  }

  private List<Entry> training(Path folder) {
    List<Entry> images = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path folderOfClass = folder.resolve(classes.get(label)).resolve("images");
      SourceFile root = new SourceFile(folderOfClass, NAME);
      List<Path> files =
          new ImageTree(root)
              .files().stream().filter(file -> file.toString().endsWith(".JPEG")).toList();
      if (files.size() != trainingImagesPerClass) {
        throw root.malformed(
            trainingImagesPerClass + " files *.JPEG", Integer.toString(files.size()));
      }
      for (Path file : files) {
        images.add(new Entry(root.with(file), label, Optional.of(SIZE)));
      }
    }
    return images;
  }

  /** Lines of six columns between tabs: file, WordNet id, and a box that is not used. */
  private List<Entry> validation(Path folder) {
    SourceFile table = new SourceFile(folder.resolve("val_annotations.txt"), NAME);
    List<String> lines = new String(table.read(), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() != validationImages) {
      throw table.malformed(validationImages + " lines", Integer.toString(lines.size()));
    }
    List<Entry> images = new ArrayList<>();
    for (String line : lines) {
      String[] columns = line.split("\t", -1);
      int label = columns.length == 6 ? classes.indexOf(columns[1]) : -1;
      if (label < 0 || !columns[0].matches("[A-Za-z0-9_]+\\.JPEG")) {
        throw table.malformed(
            "val_N.JPEG, one of the 200 classes and a box in line " + (images.size() + 1),
            "'" + line + "'");
      }
      SourceFile file = table.with(folder.resolve("images").resolve(columns[0]));
      images.add(new Entry(file, label, Optional.of(SIZE)));
    }
    return images;
  }
}
