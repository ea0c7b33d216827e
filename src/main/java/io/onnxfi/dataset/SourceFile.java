package io.onnxfi.dataset;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a data set, to be read whole.
 *
 * @param path where it should be
 * @param dataset the data set it belongs to
 * @param remedy what to do if it is not there
 */
record SourceFile(Path path, String dataset, String remedy) {
  /** A file of a published data set, which {@code onnxfi fetch} knows by that name. */
  SourceFile(Path path, String dataset) {
    this(path, dataset, "get it with: onnxfi fetch " + dataset);
  }

  /**
   * A file of a published data set below the folder of all data; if it is not there, the remedy
   * says what is there instead.
   *
   * @param relative with {@code /} between the parts
   * @param others files and folders of other forms of the data set, and what each is
   */
  static SourceFile in(DataRoot root, String relative, String dataset, Map<String, String> others) {
    SourceFile file = new SourceFile(root.resolve(relative), dataset);
    if (Files.exists(file.path)) {
      return file;
    }
    Optional<Path> meant = root.meant(relative);
    if (meant.isPresent()) {
      String folder = relative.substring(0, relative.indexOf('/'));
      return new SourceFile(
          file.path,
          dataset,
          "did you mean --data %s, the folder that contains %s? Otherwise, %s"
              .formatted(meant.get(), folder, file.remedy));
    }
    return others.entrySet().stream()
        .filter(other -> Files.exists(root.resolve(other.getKey())))
        .findFirst()
        .map(
            other ->
                new SourceFile(
                    file.path,
                    dataset,
                    "found %s, which is %s; %s"
                        .formatted(root.resolve(other.getKey()), other.getValue(), file.remedy)))
        .orElse(file);
  }

  /** Another file of the same data set. */
  SourceFile with(Path other) {
    return new SourceFile(other, dataset, remedy);
  }

  /**
   * The file's bytes.
   *
   * @throws MissingResourceException if it cannot be read
   */
  byte[] read() {
    checkThere();
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The file's bytes, of a format that has only one size.
   *
   * @throws MalformedInputException if the file has another size
   * @throws MissingResourceException if it cannot be read
   */
  byte[] read(long expectedBytes) {
    checkThere();
    try {
      long found = Files.size(path);
      if (found != expectedBytes) {
        String kind = FileKind.isTelling(InputFile.head(path)) ? ": " + InputFile.found(path) : "";
        throw malformed("a file of " + expectedBytes + " bytes", found + " bytes" + kind);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return read();
  }

  /**
   * The file as a table.
   *
   * @param expected what it should be, for messages
   * @throws MissingResourceException if it is not there
   */
  CsvFile table(String expected) {
    checkThere();
    return CsvFile.read(path, path.toString(), expected);
  }

  MalformedInputException malformed(String expected, String found) {
    return MalformedInputException.of(path.toString(), expected, found);
  }

  /** The size that the file states for its image, if it is within reason. */
  PixelSize sized(int height, int width) {
    if (!PixelSize.isSound(height, width)) {
      throw malformed(
          "an image of 1 to %,d pixels".formatted(PixelSize.MAX_PIXELS), height + "×" + width);
    }
    return new PixelSize(height, width);
  }

  private void checkThere() {
    if (!Files.exists(path)) {
      throw new MissingResourceException(
          "%s data is missing: there is no file %s".formatted(dataset, path), remedy);
    }
    InputFile.require(path);
  }

  MissingResourceException unreadable(IOException cause) {
    return new MissingResourceException(
        "cannot read %s (%s)".formatted(path, cause), "check that it is a readable file", cause);
  }
}
