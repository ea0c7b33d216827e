package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The data sets that are known by name, and folders of images. */
public final class Datasets {
  private static final List<Dataset> ALL =
      List.of(
          new Cifar10(),
          new Cifar10Sample(),
          new Cifar100(),
          new Gtsrb(),
          new Mnist(),
          new TinyImageNet(),
          new SyntheticImages());

  private Datasets() {}

  /** All data sets that have a name of their own. */
  public static List<Dataset> all() {
    return ALL;
  }

  /** What {@link #named} takes, for messages and help: {@code cifar10, …, folder:PATH}. */
  public static String names() {
    return ALL.stream().map(Dataset::name).collect(Collectors.joining(", "))
        + ", "
        + ImageFolder.PREFIX
        + "PATH";
  }

  /**
   * The data set of this name; {@code folder:PATH} is the {@link ImageFolder} there, {@code
   * mnist@3x32x32} an {@link ImageView}, {@code cifar10+contrast-3} a {@link CorruptedView}. A
   * folder whose own name ends like that of a view is the folder.
   *
   * @throws MalformedInputException if there is none, with the names there are
   */
  public static Dataset named(String name) {
    if (isFolder(name)) {
      return new ImageFolder(path(name));
    }
    if (ImageView.isNamed(name)) {
      return ImageView.named(name);
    }
    if (CorruptedView.isNamed(name)) {
      return CorruptedView.named(name);
    }
    return ALL.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(() -> MalformedInputException.of("data set", "one of " + names(), name));
  }

  /** Whether a name is that of a folder, and not of a view of a folder that is there. */
  private static boolean isFolder(String name) {
    if (!name.startsWith(ImageFolder.PREFIX) || name.length() == ImageFolder.PREFIX.length()) {
      return false;
    }
    if (Files.isDirectory(path(name))) {
      return true;
    }
    for (Optional<String> viewed = viewed(name);
        viewed.isPresent();
        viewed = viewed(viewed.get())) {
      if (Files.isDirectory(path(viewed.get()))) {
        return false;
      }
    }
    return true;
  }

  /** The name that one of a view begins with. */
  private static Optional<String> viewed(String name) {
    return ImageView.viewed(name).or(() -> CorruptedView.viewed(name));
  }

  private static Path path(String name) {
    return Path.of(name.substring(ImageFolder.PREFIX.length()));
  }
}
