package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.List;
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
   * mnist@3x32x32} an {@link ImageView}, {@code cifar10+contrast-3} a {@link CorruptedView}.
   *
   * @throws MalformedInputException if there is none, with the names there are
   */
  public static Dataset named(String name) {
    if (name.startsWith(ImageFolder.PREFIX) && name.length() > ImageFolder.PREFIX.length()) {
      return new ImageFolder(Path.of(name.substring(ImageFolder.PREFIX.length())));
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
}
