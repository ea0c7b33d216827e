package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A study of bit errors of a tiny network on generated images, for tests of its command. */
abstract class SmallBerStudy {
  static final int IMAGES = 40;

  @TempDir Path folder;
  Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  /** A small study, with other options in place of its own or beside them. */
  Object[] words(Path out, Object... more) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--model", model);
    options.put("--dataset", "synthetic");
    options.put("--images", IMAGES);
    options.put("--rates", "1e-5..1e-2");
    options.put("--repetitions", 4);
    options.put("--out", out);
    for (int i = 0; i < more.length; i++) {
      boolean hasValue = i + 1 < more.length && !String.valueOf(more[i + 1]).startsWith("--");
      options.put(String.valueOf(more[i]), hasValue ? more[++i] : "");
    }
    List<Object> words = new ArrayList<>(List.of("study", "ber"));
    options.forEach(
        (name, value) -> {
          words.add(name);
          if (!value.equals("")) {
            words.add(value);
          }
        });
    return words.toArray();
  }

  Cli.Result study(Path out, Object... more) {
    return Cli.run(words(out, more));
  }

  Path done(String name, Object... more) {
    Path out = folder.resolve(name);
    Cli.Result result = study(out, more);
    assertThat(result.code()).as(result.err()).isZero();
    return out;
  }

  static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  static Map<String, String> results(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(out)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (!name.equals("manifest.json") && !name.equals("config.yaml")) {
          files.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }
}
