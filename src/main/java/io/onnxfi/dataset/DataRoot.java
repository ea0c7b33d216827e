package io.onnxfi.dataset;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that holds data sets in the layouts of their publishers.
 *
 * @param directory need not exist yet
 */
public record DataRoot(Path directory) {
  /** The environment variable that chooses the folder. */
  public static final String VARIABLE = "ONNXFI_DATA";

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
   * A place below the folder.
   *
   * @param relative with {@code /} between the parts
   */
  public Path resolve(String relative) {
    return directory.resolve(relative);
  }
}
