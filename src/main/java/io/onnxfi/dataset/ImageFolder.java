package io.onnxfi.dataset;

import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Any folder with a folder of images per class, in the order of torchvision's {@code ImageFolder}:
 * classes sorted by name, then the images of each, also those in folders further down.
 *
 * <p>If the folder holds splits ({@link FolderSplits}), training images are those of one, test
 * images those of the other; else all of it is what either split gives. Hidden files, and files
 * that are no images by their name, are passed over.
 */
public final class ImageFolder implements Dataset {
  /** What begins the name of such a data set; the path follows. */
  static final String PREFIX = "folder:";

  private final Path path;
  private final Optional<ImageTransform> transform;

  /** The images of a folder, which must all have the same size. */
  public ImageFolder(Path path) {
    this(path, Optional.empty());
  }

  private ImageFolder(Path path, Optional<ImageTransform> transform) {
    this.path = path;
    this.transform = transform;
  }

  /** The same images, each brought to this size; see {@link BilinearResize}. */
  public ImageFolder resized(PixelSize size) {
    return new ImageFolder(path, Optional.of(new ExactSize(size)));
  }

  /** The same images, each prepared as torchvision evaluates classifiers. */
  public ImageFolder transformed(EvaluationTransform how) {
    return new ImageFolder(path, Optional.of(how));
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
    return splits()
        .map(splits -> classes(splits.train()).names())
        .orElseGet(() -> new ClassFolders(source(path)).names());
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
    List<String> classes = classNames();
    Optional<FolderSplits> splits = splits();
    List<String> notes = new ArrayList<>();
    Path base = path;
    if (splits.isPresent()) {
      base = path.resolve(split == Split.TRAIN ? splits.get().train() : splits.get().test());
      requireSame(classes, base);
      notes.addAll(splits.get().notes());
    }
    List<Entry> images = new ClassFolders(source(base)).images(classes, notes);
    return new ImageFiles(name(), base, classes, images, transform, notes);
  }

  private void requireSame(List<String> classes, Path base) {
    List<String> found = new ClassFolders(source(base)).names();
    if (!found.equals(classes)) {
      throw MalformedInputException.of(
          base.toString(),
          "the %d class folders of the training images".formatted(classes.size()),
          "%d%s%s"
              .formatted(
                  found.size(),
                  difference(", without ", classes, found),
                  difference(", and also ", found, classes)));
    }
  }

  private static String difference(String words, List<String> names, List<String> without) {
    Set<String> known = new HashSet<>(without);
    List<String> rest = names.stream().filter(name -> !known.contains(name)).toList();
    return rest.isEmpty() ? "" : words + FolderSplits.some(rest);
  }

  private ClassFolders classes(String split) {
    return new ClassFolders(source(path.resolve(split)));
  }

  private Optional<FolderSplits> splits() {
    requireNoTinyImageNet();
    List<String> folders = new ImageTree(source(path)).folders();
    Optional<FolderSplits> splits = FolderSplits.of(path, folders);
    if (folders.size() == 1) {
      Path only = path.resolve(folders.get(0));
      if (!new ImageTree(source(only)).folders().isEmpty()) {
        throw MalformedInputException.of(
            path.toString(),
            "a folder for each class",
            "only the folder %s, which has subfolders; did you mean %s%s?"
                .formatted(folders.get(0), PREFIX, only));
      }
    }
    return splits;
  }

  /** Its validation images lie in one folder, and their labels in a table. */
  private void requireNoTinyImageNet() {
    for (String table : List.of("val/val_annotations.txt", "wnids.txt")) {
      if (Files.exists(path.resolve(table))) {
        throw MalformedInputException.of(
            path.toString(),
            "a folder for each class",
            "Tiny ImageNet as it is published (%s); give --dataset %s, and the folder that contains %s as --data"
                .formatted(table, TinyImageNet.NAME, TinyImageNet.FOLDER));
      }
    }
  }

  private SourceFile source(Path folder) {
    return new SourceFile(folder, name(), "check the path after " + PREFIX);
  }
}
