package io.onnxfi.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that holds data sets in the layouts of their publishers.
 *
 * @param directory need not exist yet
 */
public record DataRoot(Path directory) {
  /** The environment variable that chooses the folder. */
  public static final String VARIABLE = "ONNXFI_DATA";

  /** Of this user: {@value #VARIABLE} of the environment, else a folder under the home. */
  public static DataRoot usual() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * {@code $ONNXFI_DATA}, or {@code ~/.cache/onnxfi/data} if that is unset or empty.
   *
   * @param environment the variables, usually {@link System#getenv()}
   * @param home the user's home folder
   */
  public static DataRoot of(Map<String, String> environment, Path home) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    return new DataRoot(
        chosen.isBlank()
            ? home.resolve(".cache").resolve("onnxfi").resolve("data")
            : Path.of(chosen));
  }

  /**
   * The folder that was meant, if a place is not below this one, but below a neighbour: this is the
   * folder of the data set itself, or one in which the right one lies.
   *
   * @param relative with {@code /} between the parts
   */
  Optional<Path> meant(String relative) {
    Path here = directory.toAbsolutePath().normalize();
    Path first = Path.of(relative).getName(0);
    for (Path above = here; above.getParent() != null; above = above.getParent()) {
      Path parent = above.getParent();
      boolean isNamed = above.equals(here) && first.equals(above.getFileName());
      if (isNamed || Files.exists(parent.resolve(relative))) {
        return Optional.of(parent);
      }
    }
    if (!Files.isDirectory(here)) {
      return Optional.empty();
    }
    try (Stream<Path> below = Files.list(here)) {
      return below
          .filter(Files::isDirectory)
          .filter(folder -> Files.exists(folder.resolve(relative)))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // only a hint
    }
  }

  /**
   * A place below the folder.
   *
   * @param relative with {@code /} between the parts
   */
  public Path resolve(String relative) {
    return directory.resolve(relative);
  }
}
