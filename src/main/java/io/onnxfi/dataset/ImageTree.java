package io.onnxfi.dataset;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A folder of images, listed in the order of Python's {@code sorted}: by code point, whatever the
 * file system and the locale.
 *
 * <p>Links are followed, but not in a circle. What operating systems and editors leave in folders
 * is told apart from images and classes: names that begin with a dot, and some others.
 *
 * @param root the folder, and what to do if it is not there
 */
record ImageTree(SourceFile root) {
  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.codePoints().toArray(), Arrays::compare);

  /** In lower case; of macOS, Windows, Synology's and other file servers, and Python. */
  private static final Set<String> SYSTEM =
      Set.of(
          "__macosx",
          "icon\r",
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "$recycle.bin",
          "system volume information",
          "@eadir",
          "#recycle",
          "lost+found",
          "__pycache__");

  /** The names of the folders in the root. */
  List<String> folders() {
    return list(root.path(), List.of(real(root.path()))).stream()
        .filter(Files::isDirectory)
        .map(ImageTree::name)
        .sorted(BY_CODE_POINT)
        .toList();
  }

  /** The names of the files in the root. */
  List<String> ownFiles() {
    return list(root.path(), List.of(real(root.path()))).stream()
        .filter(path -> !Files.isDirectory(path))
        .map(ImageTree::name)
        .sorted(BY_CODE_POINT)
        .toList();
  }

  /** All files below the root, a folder's own before those of folders in it. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    collect(root.path(), List.of(real(root.path())), files);
    return files.stream()
        .sorted(
            Comparator.comparing(ImageTree::folder, BY_CODE_POINT)
                .thenComparing(ImageTree::name, BY_CODE_POINT))
        .toList();
  }

  /** Names of hidden and system files and folders in the root, which all else passes over. */
  List<String> hidden() {
    return entries(root.path()).stream()
        .map(ImageTree::name)
        .filter(ImageTree::isHidden)
        .sorted(BY_CODE_POINT)
        .toList();
  }

  private void collect(Path folder, List<Path> within, List<Path> files) {
    for (Path entry : list(folder, within)) {
      if (Files.isDirectory(entry)) {
        List<Path> deeper = new ArrayList<>(within);
        deeper.add(real(entry));
        collect(entry, deeper, files);
      } else {
        files.add(entry);
      }
    }
  }

  /**
   * What is in a folder and not hidden.
   *
   * @param within the folder and those that it was reached by, without links
   */
  private List<Path> list(Path folder, List<Path> within) {
    List<Path> shown = entries(folder).stream().filter(entry -> !isHidden(name(entry))).toList();
    for (Path entry : shown) {
      requireEnd(entry, within);
    }
    return shown;
  }

  /** Links may lead anywhere but nowhere, and back up. */
  private void requireEnd(Path entry, List<Path> within) {
    if (Files.isSymbolicLink(entry)) {
      if (!Files.exists(entry)) {
        throw root.with(entry)
            .malformed(
                "an image or a folder",
                "a link to %s, which leads nowhere".formatted(target(entry)));
      }
      Path real = real(entry);
      if (within.stream().anyMatch(folder -> folder.startsWith(real))) {
        throw root.with(entry)
            .malformed("images", "a link back to %s, an endless loop".formatted(target(entry)));
      }
    }
  }

  private List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new MissingResourceException(
          "%s data is missing: there is no folder %s".formatted(root.dataset(), folder),
          root.remedy());
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      List<Path> found = new ArrayList<>();
      entries.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw root.with(folder).unreadable(e.getCause());
    } catch (IOException e) {
      throw root.with(folder).unreadable(e);
    }
  }

  private Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw Files.exists(path)
          ? root.with(path).unreadable(e)
          : new MissingResourceException(
              "%s data is missing: there is no folder %s".formatted(root.dataset(), path),
              root.remedy());
    }
  }

  private Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw root.with(link).unreadable(e);
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static String folder(Path file) {
    return file.getParent().toString().replace('\\', '/');
  }
}
