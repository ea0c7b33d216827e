package io.onnxfi.file;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
