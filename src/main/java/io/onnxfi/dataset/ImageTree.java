package io.onnxfi.dataset;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of images, listed in the order of Python's {@code sorted}: by code point, whatever the
 * file system and the locale.
 *
 * @param root the folder, and what to do if it is not there
 */
record ImageTree(SourceFile root) {
  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.codePoints().toArray(), Arrays::compare);

  /** The names of the folders in the root. */
  List<String> folders() {
    return list(Files::isDirectory, 1)
        .map(path -> path.getFileName().toString())
        .sorted(BY_CODE_POINT)
        .toList();
  }

  /** All files below the root, a folder's own before those of folders in it. */
  List<Path> files() {
    return list(path -> !Files.isDirectory(path), Integer.MAX_VALUE)
        .sorted(
            Comparator.comparing(ImageTree::folder, BY_CODE_POINT)
                .thenComparing(path -> path.getFileName().toString(), BY_CODE_POINT))
        .toList();
  }

  private static String folder(Path file) {
    return file.getParent().toString().replace('\\', '/');
  }

  private Stream<Path> list(Predicate<Path> wanted, int depth) {
    Path folder = root.path();
    if (!Files.isDirectory(folder)) {
      throw new MissingResourceException(
          "%s data is missing: there is no folder %s".formatted(root.dataset(), folder),
          root.remedy());
    }
    try (Stream<Path> all = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(path -> !path.equals(folder)).filter(wanted).toList().stream();
    } catch (UncheckedIOException e) {
      throw root.unreadable(e.getCause());
    } catch (IOException e) {
      throw root.unreadable(e);
    }
  }
}
