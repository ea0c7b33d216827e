package io.onnxfi.dataset;

import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder with a folder of images for each class.
 *
 * @param root the folder, and what to do if it is not there
 */
record ClassFolders(SourceFile root) {
  private static final Set<String> READABLE = Set.of("jpg", "jpeg", "png", "ppm", "pgm");

  /** What torchvision takes for images as well. */
  private static final Set<String> UNREADABLE = Set.of("bmp", "tif", "tiff", "webp");

  /** In bytes, on Linux. */
  private static final long LONGEST_PATH = 4096;

  private static final Set<String> TABLES = Set.of("csv", "tsv", "txt", "json", "xml", "xlsx");

  /**
   * The names of the class folders.
   *
   * @throws io.onnxfi.error.MalformedInputException if there are none, saying what is there
   */
  List<String> names() {
    ImageTree tree = new ImageTree(root);
    List<String> names = tree.folders();
    if (!names.isEmpty()) {
      return names;
    }
    List<String> files = tree.ownFiles();
    long images = files.stream().filter(file -> READABLE.contains(extension(file))).count();
    if (images == 0) {
      throw root.malformed("a folder for each class", "no folders");
    }
    Optional<String> table = files.stream().filter(f -> TABLES.contains(extension(f))).findFirst();
    throw root.malformed(
        "a folder for each class, with its images in it",
        "%d images and no folders%s"
            .formatted(
                images,
                table
                    .map(name -> "; labels in a table (%s) are not read".formatted(name))
                    .orElse("")));
  }

  /**
   * The images, class by class.
   *
   * @param classes folders in the order of the labels, all of which are here
   * @param notes to which what is left out is added
   */
  List<Entry> images(List<String> classes, List<String> notes) {
    List<Entry> images = new ArrayList<>();
    List<String> hidden = new ArrayList<>(new ImageTree(root).hidden());
    List<String> empty = new ArrayList<>();
    TreeMap<String, Integer> others = new TreeMap<>();
    for (int label = 0; label < classes.size(); label++) {
      String name = classes.get(label);
      SourceFile folder = root.with(root.path().resolve(name));
      ImageTree tree = new ImageTree(folder);
      tree.hidden().forEach(entry -> hidden.add(name + "/" + entry));
      List<Path> files = tree.files();
      int before = images.size();
      for (Path file : files) {
        String extension = extension(file.getFileName().toString());
        if (isImage(file, extension)) {
          images.add(new Entry(folder.with(file), label, Optional.empty()));
        } else {
          requireNoLinkAsText(folder.with(file));
          others.merge(extension.isEmpty() ? "no extension" : "." + extension, 1, Integer::sum);
        }
      }
      if (images.size() == before) {
        if (!files.isEmpty()) {
          throw folder.malformed(
              "at least one image, " + READABLE.stream().sorted().toList(),
              "%d other files, such as %s".formatted(files.size(), files.get(0).getFileName()));
        }
        empty.add(name);
      }
    }
    if (images.isEmpty()) {
      throw root.malformed("images in the class folders", "none in " + FolderSplits.some(empty));
    }
    note(notes, "hidden and system files ignored: %s", hidden);
    note(notes, "classes without images: %s", empty);
    others.forEach(
        (ending, count) ->
            notes.add(
                "%s: ignored, not images by their names: %d files (%s)"
                    .formatted(root.path(), count, ending)));
    long loose =
        new ImageTree(root)
            .ownFiles().stream().filter(file -> READABLE.contains(extension(file))).count();
    if (loose > 0) {
      notes.add("%s: ignored, not in a class folder: %d images".formatted(root.path(), loose));
    }
    return images;
  }

  private void note(List<String> notes, String text, List<String> names) {
    if (!names.isEmpty()) {
      notes.add("%s: %s".formatted(root.path(), text.formatted(FolderSplits.some(names))));
    }
  }

  private static boolean isImage(Path file, String extension) {
    if (UNREADABLE.contains(extension)) {
      throw new UnsupportedInputException(
          "%s: images of this format are not supported; convert it to one of %s"
              .formatted(file, READABLE.stream().sorted().toList()));
    }
    return READABLE.contains(extension);
  }

  /**
   * Archives and Git on systems without symbolic links leave a file in place of a link, with the
   * path that it led to as its text: the images behind it would be missing without a word.
   */
  private static void requireNoLinkAsText(SourceFile file) {
    try {
      if (Files.size(file.path()) > LONGEST_PATH) {
        return;
      }
      String target = new String(file.read(), StandardCharsets.UTF_8);
      Path led = file.path().resolveSibling(target);
      if (!target.isBlank() && Files.isDirectory(led)) {
        throw file.malformed(
            "images",
            "the text '%s', a link to a folder that was copied as text".formatted(target));
      }
    } catch (InvalidPathException e) {
      return; // any other text
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
