package io.onnxfi.classification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores of two models and what independent software says of them, see {@code make_golden.py}. */
final class GoldenAnswers {
  static final int CLASSES = 5;

  private GoldenAnswers() {}

  /** The first model's if 0, the second's if 1. */
  static Answers answers(int model) {
    List<String[]> rows = rows("scores.csv");
    float[] scores = new float[rows.size() * CLASSES];
    int[] labels = new int[rows.size()];
    for (int image = 0; image < labels.length; image++) {
      labels[image] = Integer.parseInt(rows.get(image)[0]);
      for (int c = 0; c < CLASSES; c++) {
        scores[image * CLASSES + c] = Float.parseFloat(rows.get(image)[1 + model * CLASSES + c]);
      }
    }
    return Answers.of(scores, CLASSES, labels);
  }

  static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    rows("measures.csv").forEach(row -> measures.put(row[0], row[1]));
    return measures;
  }

  static double number(String measure) {
    return Double.parseDouble(measures().get(measure));
  }

  static List<Integer> list(String measure) {
    return Arrays.stream(measures().get(measure).split(" ")).map(Integer::valueOf).toList();
  }

  /** The rows of a file behind its header. */
  static List<String[]> rows(String file) {
    try (InputStream in = GoldenAnswers.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
