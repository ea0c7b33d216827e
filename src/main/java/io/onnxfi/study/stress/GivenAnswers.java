package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** All answers that models have given so far: {@code answers.csv}, a row for each image. */
final class GivenAnswers implements AutoCloseable {
  static final String FILE = "answers.csv";

  private static final List<String> HEADER =
      List.of(
          "model",
          "backend",
          "image",
          "label",
          "predicted",
          "confidence",
          "runner_up",
          "loss",
          "brier");
  private static final int KEY = 3;

  private final ResultTable table;
  private final int[] labels;
  private final int classes;

  private GivenAnswers(ResultTable table, int classes, int... labels) {
    this.table = table;
    this.labels = labels;
    this.classes = classes;
  }

  /**
   * Opens the table of a folder.
   *
   * @param classes number of them
   * @param labels of the images
   */
  static GivenAnswers open(Path folder, int classes, int... labels) {
    return new GivenAnswers(
        ResultTable.open(
            folder.resolve(FILE),
            HEADER,
            KEY,
            row -> {
              Answer answer = answer(row);
              int image = Integer.parseInt(row.get(2));
              if (image < 0 || image >= labels.length || answer.label() != labels[image]) {
                throw new IllegalArgumentException("no image %d of this class".formatted(image));
              }
              new Answers(classes, List.of(answer));
            }),
        classes,
        labels);
  }

  private static Answer answer(List<String> row) {
    return new Answer(
        Integer.parseInt(row.get(3)),
        Integer.parseInt(row.get(4)),
        number(row.get(5)),
        row.get(6).isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row.get(6))),
        number(row.get(7)),
        number(row.get(8)));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  private static String cell(double number) {
    return Double.isNaN(number) ? "" : Double.toString(number);
  }

  /** What a model said of every image, if all of it is known. */
  Optional<Answers> get(String model, String backend) {
    List<Answer> answers = new ArrayList<>();
    for (int image = 0; image < labels.length; image++) {
      Optional<List<String>> row = table.get(List.of(model, backend, Integer.toString(image)));
      if (row.isEmpty()) {
        return Optional.empty();
      }
      answers.add(answer(row.get()));
    }
    return Optional.of(new Answers(classes, answers));
  }

  void put(String model, String backend, Answers answers) {
    for (int image = 0; image < answers.size(); image++) {
      Answer answer = answers.get(image);
      table.add(
          List.of(
              model,
              backend,
              Integer.toString(image),
              Integer.toString(answer.label()),
              Integer.toString(answer.predicted()),
              cell(answer.confidence()),
              answer.runnerUp().isPresent() ? "" + answer.runnerUp().getAsInt() : "",
              cell(answer.loss()),
              cell(answer.brier())));
    }
  }

  /** In an order that does not depend on what was asked when. */
  void sort(List<String> models, List<String> backends) {
    table.sort(
        Comparator.comparingInt((List<String> row) -> models.indexOf(row.get(0)))
            .thenComparing(row -> row.get(0))
            .thenComparingInt(row -> backends.indexOf(row.get(1)))
            .thenComparing(row -> row.get(1))
            .thenComparingInt(row -> Integer.parseInt(row.get(2))));
  }

  @Override
  public void close() {
    table.close();
  }
}
