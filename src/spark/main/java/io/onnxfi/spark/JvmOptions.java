package io.onnxfi.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The properties that OnnxFI's launcher sets, for processes that Spark starts. */
final class JvmOptions {
  private static final String PREFIX = "-D";

  private JvmOptions() {}

  /** Sets those that are not set yet. */
  static void apply() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    JvmOptions.class.getResourceAsStream("/jvm.options"), "jvm.options"),
                StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> line.startsWith(PREFIX)).forEach(JvmOptions::set);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void set(String option) {
    String[] parts = option.substring(PREFIX.length()).split("=", 2);
    if (System.getProperty(parts[0]) == null) {
      System.setProperty(parts[0], parts.length == 1 ? "" : parts[1]);
    }
  }
}
