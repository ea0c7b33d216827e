package io.onnxfi.run;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder for a parcel and what is made of it, which goes with all that is in it.
 *
 * @param root that is removed
 */
record ParcelFolder(Path root) implements AutoCloseable {
  /** A new one. */
  static ParcelFolder make() {
    try {
      Path root = Files.createTempDirectory("onnxfi-parcel");
      Files.createDirectory(root.resolve("campaign"));
      return new ParcelFolder(root);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot make a temporary folder (%s)".formatted(e),
          "set TMPDIR to a folder that has free space",
          e);
    }
  }

  /** For the parcel. */
  Path path() {
    return root.resolve("campaign");
  }

  /** What cannot be removed stays behind: it is in the folder for temporary files. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> inside = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : inside) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      root.toFile().deleteOnExit();
    }
  }
}
