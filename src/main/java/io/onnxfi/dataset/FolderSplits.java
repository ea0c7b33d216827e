package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which folders below a data set's own are its splits, told by their names in any case.
 *
 * @param train the folder whose folders number the classes
 * @param test the folder whose images are evaluated: those to test with, else to validate with
 * @param notes what was assumed
 */
record FolderSplits(String train, String test, List<String> notes) {
  /** What a folder of images can be for. */
  private enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    private static Optional<Part> of(String folder) {
      return switch (folder.toLowerCase(Locale.ROOT)) {
        case "train", "training" -> Optional.of(TRAIN);
        case "val", "valid", "validation" -> Optional.of(VALIDATION);
        case "test", "testing" -> Optional.of(TEST);
        default -> Optional.empty();
      };
    }
  }

  FolderSplits {
    notes = List.copyOf(notes);
  }

  /**
   * The splits of a folder; empty if its folders are classes.
   *
   * <p>They are splits if some are for training and some for testing, or if all have such names: a
   * class may be called {@code train}, too.
   *
   * @param folders the names of all folders in it
   * @throws MalformedInputException if one of the two is missing, or there twice
   */
  static Optional<FolderSplits> of(Path path, List<String> folders) {
    Map<Part, List<String>> parts = new EnumMap<>(Part.class);
    for (String folder : folders) {
      Part.of(folder)
          .ifPresent(part -> parts.computeIfAbsent(part, p -> new ArrayList<>()).add(folder));
    }
    List<String> named = parts.values().stream().flatMap(List::stream).toList();
    boolean isTested = parts.containsKey(Part.TEST) || parts.containsKey(Part.VALIDATION);
    boolean isWhole = parts.containsKey(Part.TRAIN) && isTested;
    if (named.isEmpty() || (!isWhole && named.size() < folders.size())) {
      return Optional.empty();
    }
    if (!isWhole) {
      throw MalformedInputException.of(
          path.toString(),
          isTested
              ? "a folder train (or training) beside it, whose subfolders define the classes"
              : "a folder test (testing, val, valid or validation) beside it",
          "only %s; to use its images alone, give folder:%s"
              .formatted(String.join(" and ", named), path.resolve(named.get(0))));
    }
    Part evaluated = parts.containsKey(Part.TEST) ? Part.TEST : Part.VALIDATION;
    String test = only(path, parts.get(evaluated));
    String train = only(path, parts.get(Part.TRAIN));
    List<String> notes = new ArrayList<>();
    notes.add("%s: images are taken from %s, classes from %s".formatted(path, test, train));
    List<String> others = folders.stream().filter(folder -> !named.contains(folder)).toList();
    if (!others.isEmpty()) {
      notes.add("%s: ignored besides the splits: %s".formatted(path, some(others)));
    }
    return Optional.of(new FolderSplits(train, test, notes));
  }

  private static String only(Path path, List<String> folders) {
    if (folders.size() > 1) {
      throw MalformedInputException.of(
          path.toString(), "one folder for each split", String.join(" and ", folders));
    }
    return folders.get(0);
  }

  /** The first few names, and how many more there are. */
  static String some(List<String> names) {
    int shown = 3;
    return names.size() <= shown + 1
        ? String.join(", ", names)
        : "%s and %d more"
            .formatted(String.join(", ", names.subList(0, shown)), names.size() - shown);
  }
}
