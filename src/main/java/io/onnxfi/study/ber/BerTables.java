package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.run.Accuracy;
import java.util.ArrayList;
import java.util.List;

/** The tables of a study's page. */
record BerTables(BerResult result) {
  /** A row per rate. */
  DataTable rates(ModelResult model) {
    List<String> columns =
        new ArrayList<>(List.of("bit error rate", "bits in error", "repetitions", "with errors"));
    result
        .titles()
        .values()
        .forEach(
            title ->
                columns.addAll(
                    List.of(
                        title + ", top-1 %", "from", "to", "top-5 %", "not finite, % of images")));
    List<List<Object>> rows = new ArrayList<>();
    rows.add(clean(model));
    for (RateResult rate : model.rates()) {
      List<Object> row =
          new ArrayList<>(
              List.of(
                  Decimals.shortest(rate.rate()),
                  rate.meanFlipped(),
                  (long) rate.repetitions().size(),
                  rate.repetitions().stream().filter(one -> one.flipped() > 0).count()));
      for (String id : result.titles().keySet()) {
        MeanAccuracy mean = model.mean(rate, id);
        row.add(100 * mean.estimate());
        row.add(100 * mean.low());
        row.add(100 * mean.high());
        row.add(100 * rate.mean(id, Accuracy::top5));
        row.add(100 * rate.mean(id, accuracy -> (double) accuracy.nonFinite() / accuracy.images()));
      }
      rows.add(row);
    }
    return new DataTable(
        Figure.name("rates-" + model.name()),
        "Accuracy of %s by rate, with 95 %% intervals of the mean".formatted(model.name()),
        columns,
        1,
        rows);
  }

  private List<Object> clean(ModelResult model) {
    List<Object> row = new ArrayList<>(List.of("none", 0.0, "", ""));
    for (String id : result.titles().keySet()) {
      Accuracy clean = model.clean().get(id);
      row.addAll(
          List.of(
              100 * clean.top1(),
              "",
              "",
              100 * clean.top5(),
              100.0 * clean.nonFinite() / clean.images()));
    }
    return row;
  }

  /** How far the frameworks are apart; nothing if there is only one. */
  List<DataTable> agreement(ModelResult model) {
    List<String> ids = List.copyOf(result.titles().keySet());
    List<DataTable> tables = new ArrayList<>();
    for (int second = 1; second < ids.size(); second++) {
      String a = ids.get(0);
      String b = ids.get(second);
      List<List<Object>> rows = new ArrayList<>();
      for (RateResult rate : model.rates()) {
        long different =
            rate.repetitions().stream().filter(one -> top1(one, a) != top1(one, b)).count();
        long most =
            rate.repetitions().stream()
                .mapToLong(one -> Math.abs(top1(one, a) - top1(one, b)))
                .max()
                .orElse(0);
        rows.add(
            List.of(
                Decimals.shortest(rate.rate()),
                (long) rate.repetitions().size(),
                different,
                most,
                100 * (rate.meanTop1(a) - rate.meanTop1(b))));
      }
      tables.add(
          new DataTable(
              Figure.name("frameworks-%s-%s".formatted(b, model.name())),
              "The same errors in %s and %s"
                  .formatted(result.titles().get(a), result.titles().get(b)),
              List.of(
                  "bit error rate",
                  "repetitions",
                  "with different top-1 counts",
                  "largest difference, images",
                  "difference of the means, points"),
              1,
              rows));
    }
    return tables;
  }

  private static long top1(Repetition one, String backend) {
    return one.accuracies().get(backend).labels().top1();
  }
}
