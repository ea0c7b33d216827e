package io.onnxfi.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that are named in one option, with commas between them; a name may have commas itself. */
final class ModelFiles {
  private ModelFiles() {}

  /** The files of an option that was given any number of times. */
  static List<Path> of(List<String> texts) {
    List<Path> files = new ArrayList<>();
    texts.forEach(text -> add(text, files));
    return files;
  }

  /** The longest name of a file that is there comes first; else what stands before a comma. */
  private static void add(String text, List<Path> files) {
    for (int end = text.length(); end > 0; end = text.lastIndexOf(',', end - 1)) {
      if (text.lastIndexOf(',', end - 1) < 0 || Files.exists(Path.of(text.substring(0, end)))) {
        files.add(Path.of(text.substring(0, end)));
        if (end < text.length()) {
          add(text.substring(end + 1), files);
        }
        return;
      }
    }
    files.add(Path.of(text));
  }
}
