package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.util.List;

/** The data sets that are known by name. */
public final class Datasets {
  private static final List<Dataset> ALL =
      List.of(new Cifar10(), new Mnist(), new SyntheticImages());

  private Datasets() {}

  /** All known data sets. */
  public static List<Dataset> all() {
    return ALL;
  }

  /**
   * The data set of this name.
   *
   * @throws MalformedInputException if there is none, with the names there are
   */
  public static Dataset named(String name) {
    return ALL.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    "data set", "one of " + ALL.stream().map(Dataset::name).toList(), name));
  }
}
