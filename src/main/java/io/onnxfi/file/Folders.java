package io.onnxfi.file;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Folders that results go to. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder and those above it, if they are not there.
   *
   * @param option what names it, for example {@code --out}
   * @throws MalformedInputException if a file is in its place or in that of a folder above it
   * @throws MissingResourceException if it cannot be made
   */
  public static void make(Path folder, String option) {
    requireNoFile(folder, option);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot create the folder %s (%s)".formatted(folder, e), "choose another " + option, e);
    }
  }

  /**
   * Makes a folder that must not have anything in it.
   *
   * @param option what names it, for example {@code --out}
   * @throws MalformedInputException if there is something in it, or a file in its place
   * @throws MissingResourceException if it cannot be made or read
   */
  public static void makeEmpty(Path folder, String option) {
    make(folder, option);
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw MalformedInputException.of(
            option + " " + folder, "a new or an empty folder", "files in it");
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot read the folder %s (%s)".formatted(folder, e), "choose another " + option, e);
    }
  }

  /**
   * Refuses a path that can be no folder.
   *
   * @throws MalformedInputException if a file is in its place or in that of a folder above it
   */
  public static void requireNoFile(Path folder, String option) {
    for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.isDirectory(path)) {
        return;
      }
      if (Files.exists(path)) {
        String what = path.equals(folder.toAbsolutePath()) ? "a file" : "the file " + path;
        throw MalformedInputException.of(option + " " + folder, "a folder", what);
      }
    }
  }
}
