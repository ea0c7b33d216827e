package io.onnxfi.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of a golden file, made by PyTorch and torchvision; see make_golden.py beside the files.
 *
 * @param cells all columns
 */
record Golden(List<String> cells) {
  static final int SIZE = 19;

  static Stream<Golden> rows(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("golden-" + name + ".csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> new Golden(List.of(line.split(",", -1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Golden row(String name, String first) {
    return rows(name).filter(row -> row.text(0).equals(first)).findFirst().orElseThrow();
  }

  String text(int column) {
    return cells.get(column);
  }

  double number(int column) {
    return Double.parseDouble(cells.get(column));
  }

  /** The numbers from a column on. */
  double[] numbers(int from) {
    return cells.stream().skip(from).mapToDouble(Double::parseDouble).toArray();
  }

  /** The floats whose bits stand from a column on. */
  float[] bits(int from) {
    float[] values = new float[cells.size() - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(cells.get(from + i), 16));
    }
    return values;
  }

  /** The weights that make_golden.py starts from. */
  static float[] weights() {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = ((i * 5) % 11 - 5) / 16f;
    }
    return values;
  }

  /** Its gradients. */
  static float[] gradient(int step) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = ((i * 7 + step * 5) % 13 - 6) / 7f;
    }
    return values;
  }

  @Override
  public String toString() {
    return String.join(" ", cells.subList(0, Math.min(2, cells.size())));
  }

  static Trainable trainable(Optimizer optimizer) {
    return new Trainable(
        "w", weights(), optimizer.memory().stream().map(kind -> new float[SIZE]).toList(), true);
  }

  static void fill(Trainable parameter, int step) {
    System.arraycopy(gradient(step), 0, parameter.gradient(), 0, SIZE);
  }
}
