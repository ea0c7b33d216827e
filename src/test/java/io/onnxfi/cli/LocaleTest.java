package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are the same in every locale, also when the packages are used as a library, whose caller
 * has a default locale with other digits, commas and capitals.
 */
class LocaleTest {
  private static final String ARABIC = "ar-EG-u-nu-arab";

  private final Locale before = Locale.getDefault();

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void shouldWriteTheSameFilesEverywhere() throws IOException {
    Map<String, String> here = files(Locale.ROOT);
    assertThat(here.keySet()).anyMatch(name -> name.endsWith("report.html"));
    List<String> tags = Effort.isLong() ? List.of(ARABIC, "tr-TR") : List.of(ARABIC);
    for (String tag : tags) {
      Map<String, String> there = files(Locale.forLanguageTag(tag));
      assertThat(there.keySet()).isEqualTo(here.keySet());
      assertThat(here.keySet())
          .as("files that differ in " + tag)
          .filteredOn(name -> !here.get(name).equals(there.get(name)))
          .isEmpty();
    }
  }

  /** Every file of a small campaign and its report, by name. */
  private Map<String, String> files(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path work = folder.resolve("work");
    Files.createDirectories(work);
    OnnxModel tiny = Graphs.tinyCnn(2);
    Path model = work.resolve("tiny.onnx");
    Path list = work.resolve("list.csv");
    Path run = work.resolve("run");
    tiny.save(model);
    FaultSampler.draw(tiny, 40, 3).write(list);
    Cli.Result replay = Cli.replay(model, list, run, "--order", "random");
    assertThat(replay.code()).as(replay.err()).isZero();
    Cli.Result report =
        Cli.run(
            "report",
            run,
            "--figures",
            work.resolve("figures"),
            "--tables",
            work.resolve("tables"));
    assertThat(report.code()).as(report.err()).isZero();
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".png")) {
          contents.put(
              work.relativize(file).toString(),
              Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return contents;
  }
}
