package io.onnxfi.study.ber;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.model.Decimals;
import io.onnxfi.run.Accuracy;
import io.onnxfi.study.StudyPages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of a study, named after the models. Their first three columns are those of the study
 * that this one is modelled on: error rate, top-1 and top-5 accuracy in percent, of the first
 * framework.
 */
final class BerFiles {
  private static final int DECIMALS = 6;

  private BerFiles() {}

  static void write(Path folder, BerResult result) {
    for (ModelResult model : result.models()) {
      details(folder.resolve(details(model.name())), result, model);
      averages(folder.resolve(averages(model.name())), result, model);
      trials(model).write(folder.resolve(trials(model.name())));
    }
  }

  private static String averages(String model) {
    return model + ".csv";
  }

  private static String details(String model) {
    return "detail-" + model + ".csv";
  }

  private static String trials(String model) {
    return "trials-" + model + ".csv";
  }

  /**
   * Requires that no table of a model is called like another file of the study, on any file system,
   * and that their figures can be told apart, too.
   *
   * @param models their names
   * @throws MalformedInputException if one is
   */
  static void requireApart(List<String> models) {
    Map<String, String> taken = new HashMap<>();
    taken.put(Measured.FILE, "the study's own table of that name");
    for (String model : models) {
      for (String file : List.of(averages(model), details(model), trials(model))) {
        claim(taken, file.toLowerCase(Locale.ROOT), file, model);
      }
    }
    StudyPages.requireApart(models);
  }

  private static void claim(Map<String, String> taken, String name, String file, String model) {
    String other = taken.putIfAbsent(name, model);
    if (other != null) {
      throw MalformedInputException.of(
          "--model " + model,
          "a file name whose results do not overwrite those of another",
          "%s of %s".formatted(file, other));
    }
  }

  /** A row for each repetition. */
  private static void details(Path file, BerResult result, ModelResult model) {
    List<String> header =
        new ArrayList<>(
            List.of("error_rate", "top1", "top5", "repetition", "seed", "flipped_bits"));
    List<String> ids = result.spec().backends();
    ids.forEach(id -> header.addAll(columns(id, ids, "non_finite", "crashed", "loss")));
    List<List<String>> rows = new ArrayList<>();
    for (RateResult rate : model.rates()) {
      for (Repetition one : rate.repetitions()) {
        Accuracy first = one.accuracies().get(ids.get(0));
        List<String> row =
            new ArrayList<>(
                List.of(
                    Decimals.shortest(rate.rate()),
                    percent(first.top1()),
                    percent(first.top5()),
                    Integer.toString(one.number()),
                    Long.toString(one.pattern()),
                    Long.toString(one.flipped())));
        for (String id : ids) {
          Accuracy own = one.accuracies().get(id);
          if (!id.equals(ids.get(0))) {
            row.add(percent(own.top1()));
            row.add(percent(own.top5()));
          }
          row.add(Long.toString(own.nonFinite()));
          row.add(Long.toString(own.crashed()));
          row.add(rounded(own.loss()));
        }
        rows.add(row);
      }
    }
    CsvForm.STANDARD.write(file, header, rows);
  }

  /** A row for each rate. */
  private static void averages(Path file, BerResult result, ModelResult model) {
    List<String> header =
        new ArrayList<>(List.of("error_rate", "top1", "top5", "repetitions", "flipped_bits"));
    List<String> ids = result.spec().backends();
    ids.forEach(
        id ->
            header.addAll(
                columns(id, ids, "top1_estimate", "top1_low", "top1_high", "non_finite")));
    List<List<String>> rows = new ArrayList<>();
    for (RateResult rate : model.rates()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  Decimals.shortest(rate.rate()),
                  percent(rate.meanTop1(ids.get(0))),
                  percent(rate.mean(ids.get(0), Accuracy::top5)),
                  Integer.toString(rate.repetitions().size()),
                  rounded(rate.meanFlipped())));
      for (String id : ids) {
        if (!id.equals(ids.get(0))) {
          row.add(percent(rate.meanTop1(id)));
          row.add(percent(rate.mean(id, Accuracy::top5)));
        }
        MeanAccuracy mean = model.mean(rate, id);
        row.add(percent(mean.estimate()));
        row.add(percent(mean.low()));
        row.add(percent(mean.high()));
        row.add(rounded(rate.mean(id, Accuracy::nonFinite)));
      }
      rows.add(row);
    }
    CsvForm.STANDARD.write(file, header, rows);
  }

  /** Columns of a framework: those of the first have no prefix, and begin the table. */
  private static List<String> columns(String id, List<String> ids, String... others) {
    List<String> columns = new ArrayList<>();
    boolean isFirst = id.equals(ids.get(0));
    if (!isFirst) {
      columns.add(id + "_top1");
      columns.add(id + "_top5");
    }
    for (String other : others) {
      columns.add(isFirst ? other : id + "_" + other);
    }
    return columns;
  }

  /** The errors as a fault list, which can be replayed: a trial for each repetition with errors. */
  private static FaultList trials(ModelResult model) {
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    header.addAll(List.of(FaultList.MODEL, FaultList.SITE));
    List<FaultRow> rows = new ArrayList<>();
    long number = 0;
    for (RateResult rate : model.rates()) {
      for (Repetition one : rate.repetitions()) {
        ErrorTrial trial = ErrorTrial.of(model.selection(), Part.ALL, rate.rate(), one.pattern());
        for (Fault fault : trial.faults()) {
          rows.add(FaultRow.drawn(rows.size(), number, fault));
        }
        number++;
      }
    }
    return new FaultList("the study's trials", header, rows, CsvForm.STANDARD);
  }

  private static String percent(double share) {
    return rounded(100 * share);
  }

  /** Six decimals at most; empty if it is no number. */
  private static String rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value)
            .setScale(DECIMALS, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        : "";
  }
}
