package io.onnxfi.run;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.report.Curves;
import io.onnxfi.report.Curves.Panel;
import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The course of a training, as a table and as a picture. */
record TrainingHistory(List<EpochSummary> epochs) {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator("\n")
          .setHeader(
              "epoch",
              "learning_rate",
              "train_loss",
              "train_accuracy",
              "validation_loss",
              "validation_accuracy",
              "test_loss",
              "test_accuracy",
              "images_per_second",
              "seconds")
          .get();

  /** A row per epoch; accuracies from 0 to 1, empty where nothing was measured. */
  void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file);
        CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
      for (EpochSummary epoch : epochs) {
        printer.printRecord(
            epoch.epoch(),
            epoch.rate(),
            epoch.train().loss(),
            epoch.train().accuracy(),
            epoch.validation().map(Score::loss).orElse(null),
            epoch.validation().map(Score::accuracy).orElse(null),
            epoch.test().map(Score::loss).orElse(null),
            epoch.test().map(Score::accuracy).orElse(null),
            epoch.imagesPerSecond(),
            epoch.seconds());
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    }
  }

  /** Loss and accuracy side by side. */
  void draw(Path file) {
    Curves.write(
        file,
        List.of(
            new Panel("Loss", "cross entropy", series(Score::loss)),
            new Panel("Accuracy", "percent", series(score -> 100 * score.accuracy()))));
  }

  private Map<String, List<Double>> series(Function<Score, Double> value) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    series.put("train", epochs.stream().map(e -> value.apply(e.train())).toList());
    put(series, "validation", EpochSummary::validation, value);
    put(series, "test", EpochSummary::test, value);
    return series;
  }

  private void put(
      Map<String, List<Double>> series,
      String name,
      Function<EpochSummary, Optional<Score>> score,
      Function<Score, Double> value) {
    List<Double> values =
        epochs.stream().flatMap(epoch -> score.apply(epoch).stream()).map(value).toList();
    if (!values.isEmpty()) {
      series.put(name, values);
    }
  }
}
