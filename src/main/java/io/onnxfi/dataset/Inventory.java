package io.onnxfi.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of everything that was unpacked to one place, kept beside it in the form of {@code
 * sha256sum}, which can check it, too.
 *
 * @param target the folder or file
 */
record Inventory(Path target) {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  /** Where the checksums are: {@code <target>.sha256}. */
  Path file() {
    return target.resolveSibling(target.getFileName() + ".sha256");
  }

  /**
   * Writes the checksums, replacing earlier ones in one step.
   *
   * @param checksums by path below the target; empty for the target itself
   */
  void write(SortedMap<String, Checksum> checksums) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, Checksum> entry : checksums.entrySet()) {
      String below = entry.getKey().isEmpty() ? "" : "/" + entry.getKey();
      lines.append("%s  %s%s\n".formatted(entry.getValue().hex(), target.getFileName(), below));
    }
    Path temporary = file().resolveSibling(file().getFileName() + ".part");
    Files.writeString(temporary, lines, StandardCharsets.UTF_8);
    Fetcher.move(temporary, file());
  }

  /**
   * Whether every file is there with its content. Stops at the first that is not, and tells the
   * listener.
   */
  boolean holds(FetchListener listener) throws IOException {
    for (String line : Files.readAllLines(file(), StandardCharsets.UTF_8)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return false;
      }
      Path path = target.resolveSibling(matcher.group(2));
      if (!Fetcher.isThere(path, Checksum.sha256(matcher.group(1)), listener)) {
        return false;
      }
    }
    return true;
  }
}
