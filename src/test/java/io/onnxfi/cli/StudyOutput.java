package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What commands of studies leave and say. */
final class StudyOutput {
  private StudyOutput() {}

  /** All files of a study's folder by name, but for those that hold times and paths. */
  static Map<String, byte[]> files(Path out) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(out)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(out.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    files.keySet().removeIf(name -> name.matches("manifest.json|lock|.*history.*"));
    return files;
  }

  /** Refused as bad input, in words that hold the message. */
  static void assertRefused(String message, Cli.Result result) {
    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
  }
}
