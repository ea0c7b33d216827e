package io.onnxfi.dataset;

import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Any folder with a folder of images per class, in the order of torchvision's {@code ImageFolder}:
 * classes sorted by name, then the images of each, also those in folders further down.
 *
 * <p>If the folder holds a {@code train} and a {@code test} or {@code val} folder, these are its
 * splits; else all of it is what either split gives. Files that are no images by their name are
 * passed over, as torchvision does.
 */
public final class ImageFolder implements Dataset {
  /** What begins the name of such a data set; the path follows. */
  static final String PREFIX = "folder:";

  private static final Set<String> READABLE = Set.of("jpg", "jpeg", "png", "ppm", "pgm");

  /** What torchvision takes for images as well. */
  private static final Set<String> UNREADABLE = Set.of("bmp", "tif", "tiff", "webp");

  private final Path path;
  private final Optional<PixelSize> resize;

  /** The images of a folder, which must all have the same size. */
  public ImageFolder(Path path) {
    this(path, Optional.empty());
  }

  private ImageFolder(Path path, Optional<PixelSize> resize) {
    this.path = path;
    this.resize = resize;
  }

  /** The same images, each brought to this size; see {@link BilinearResize}. */
  public ImageFolder resized(PixelSize size) {
    return new ImageFolder(path, Optional.of(size));
  }

  /** {@code folder:} and the folder's own name, so that what is recorded holds elsewhere, too. */
  @Override
  public String name() {
    Path absolute = path.toAbsolutePath().normalize();
    Path last = absolute.getFileName();
    return PREFIX + (last == null ? absolute : last);
  }

  /** ImageNet's constants, as torchvision's classifiers have them. */
  @Override
  public Normalization normalization() {
    return Normalization.IMAGENET;
  }

  @Override
  public List<String> classNames() {
    List<String> names = tree(split(Split.TRAIN)).folders();
    if (names.isEmpty()) {
      throw MalformedInputException.of(
          split(Split.TRAIN).toString(), "a folder for each class", "no folders");
    }
    return names;
  }

  @Override
  public Shape image(DataRoot root) {
    return files(Split.TEST).size().shape();
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    return files(split).load();
  }

  private ImageFiles files(Split split) {
    Path base = split(split);
    List<String> classes = classNames();
    List<String> folders = tree(base).folders();
    if (!folders.equals(classes)) {
      throw MalformedInputException.of(
          base.toString(), "the class folders of the training images, " + classes, "" + folders);
    }
    List<Entry> images = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      int before = images.size();
      SourceFile folder = tree(base.resolve(classes.get(label))).root();
      for (Path file : new ImageTree(folder).files()) {
        if (isImage(file)) {
          images.add(new Entry(folder.with(file), label, Optional.empty()));
        }
      }
      if (images.size() == before) {
        throw folder.malformed(
            "at least one image, " + READABLE.stream().sorted().toList(), "none");
      }
    }
    return new ImageFiles(name(), base, classes, images, resize);
  }

  private Path split(Split split) {
    Path train = path.resolve("train");
    for (String other : List.of("test", "val")) {
      if (Files.isDirectory(train) && Files.isDirectory(path.resolve(other))) {
        return split == Split.TRAIN ? train : path.resolve(other);
      }
    }
    return path;
  }

  private ImageTree tree(Path folder) {
    return new ImageTree(new SourceFile(folder, name(), "check the path behind " + PREFIX));
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (UNREADABLE.contains(extension)) {
      throw new UnsupportedInputException(
          "%s: images of this format are not supported; convert it to one of %s"
              .formatted(file, READABLE.stream().sorted().toList()));
    }
    return READABLE.contains(extension);
  }
}
