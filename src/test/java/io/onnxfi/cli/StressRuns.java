package io.onnxfi.cli;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stress tests of two small networks.
 *
 * @param before the first
 * @param after the second
 */
record StressRuns(Path before, Path after) {
  static final int IMAGES = 60;

  /** Saves both networks in a folder. */
  static StressRuns in(Path folder) {
    StressRuns runs = new StressRuns(folder.resolve("before.onnx"), folder.resolve("after.onnx"));
    Graphs.tinyCnn(1).save(runs.before);
    Graphs.tinyCnn(2).save(runs.after);
    return runs;
  }

  /** Asks the first network, and whatever else the words say. */
  Cli.Result study(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("study", "stress", "--dataset", "synthetic", "--model", before, "--out", out));
    words.addAll(Arrays.asList(more));
    if (!words.contains("--images")) {
      words.addAll(List.of("--images", IMAGES));
    }
    return Cli.run(words.toArray());
  }

  /** Rows of answers.csv by image. */
  static Map<String, String[]> answers(Path out, String model, String backend) throws IOException {
    Map<String, String[]> rows = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("answers.csv"))) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(model) && cells[1].equals(backend)) {
        rows.put(cells[2], cells);
      }
    }
    return rows;
  }

  /** Whether a row of answers.csv is right. */
  static boolean isRight(String... row) {
    return row[3].equals(row[4]);
  }

  /** A whole number in a row of results.json. */
  static long number(Map<?, ?> row, String column) {
    return ((Number) row.get(column)).longValue();
  }
}
