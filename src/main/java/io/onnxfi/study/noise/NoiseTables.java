package io.onnxfi.study.noise;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.run.Accuracy;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.noise.NetworkSweep.Level;
import io.onnxfi.study.noise.NoiseSpec.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of a study; shares in percent, differences of shares in percentage points. */
record NoiseTables(NoiseResult result) {
  private static final double PERCENT = 100;

  /** Those that have rows. */
  List<DataTable> all() {
    return List.of(drops(), pairs(), published(), agreement()).stream()
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  /** Accuracy without noise and at {@link Sweep#TELLING}. */
  DataTable drops() {
    List<List<Object>> rows = new ArrayList<>();
    for (RegimeDrop drop : result.regimes()) {
      List<Object> row = new ArrayList<>(names(drop));
      row.add((long) drop.seeds().size());
      row.add(PERCENT * drop.accuracy(0));
      row.add(PERCENT * drop.accuracy(Sweep.TELLING));
      row.add(PERCENT * drop.drop().value());
      addEnds(row, drop.interval());
      rows.add(row);
    }
    return new DataTable(
        "drops",
        "Accuracy under noise in weights",
        List.of(
            "architecture",
            "regime",
            "alpha in training",
            "seeds",
            "accuracy %",
            "at alpha 0.1 %",
            "drop",
            "from",
            "to"),
        3,
        rows);
  }

  /** What noise in training changes. */
  DataTable pairs() {
    List<List<Object>> rows = new ArrayList<>();
    for (List<RegimeDrop> regimes : result.architectures()) {
      if (regimes.size() == 2) {
        RegimePair pair = RegimePair.of(regimes.get(0), regimes.get(1));
        if (pair.pairs() > 0) {
          NetworkKey first = regimes.get(0).first();
          List<Object> row =
              new ArrayList<>(List.of(first.architecture(), Double.toString(first.alphaTrain())));
          row.add((long) pair.pairs());
          row.add(PERCENT * pair.difference().value());
          addEnds(row, pair.interval());
          row.add(pair.pValue().isPresent() ? (Object) pair.pValue().getAsDouble() : "");
          rows.add(row);
        }
      }
    }
    return new DataTable(
        "regimes",
        "Drop when trained clean less drop when trained noisy",
        List.of("architecture", "alpha in training", "pairs", "difference", "from", "to", "p"),
        2,
        rows);
  }

  /** Beside what was published. */
  DataTable published() {
    List<List<Object>> rows = new ArrayList<>();
    for (RegimeDrop drop : result.regimes()) {
      List<PublishedNoise.Row> theirs = PublishedNoise.like(drop.first());
      if (!theirs.isEmpty()) {
        List<Object> row = new ArrayList<>(names(drop));
        row.add(
            PERCENT
                * theirs.stream()
                    .mapToDouble(PublishedNoise.Row::accuracy)
                    .average()
                    .orElseThrow());
        row.add(PERCENT * drop.accuracy(0));
        row.add(
            PERCENT
                * theirs.stream().mapToDouble(PublishedNoise.Row::drop).average().orElseThrow());
        row.add(PERCENT * drop.drop().value());
        rows.add(row);
      }
    }
    return new DataTable(
        "published",
        ("Beside the published study (akaashbella/neuralnet-weight-perturbations, 10 epochs over"
                + " all images), means over seeds; here %s")
            .formatted(result.training()),
        List.of(
            "architecture",
            "regime",
            "alpha in training",
            "published accuracy %",
            "accuracy here %",
            "published drop",
            "drop here"),
        3,
        rows);
  }

  /** The second framework beside the first, measurement by measurement. */
  DataTable agreement() {
    List<List<Object>> rows = new ArrayList<>();
    List<String> ids = List.copyOf(result.titles().keySet());
    for (RegimeDrop drop : ids.size() < 2 ? List.<RegimeDrop>of() : result.regimes()) {
      long measured = 0;
      long equal = 0;
      long most = 0;
      double points = 0;
      double loss = 0;
      for (NetworkSweep sweep : drop.networks()) {
        for (Level level : sweep.levels()) {
          for (Map<String, Accuracy> sample : level.samples()) {
            Accuracy a = sample.get(ids.get(0));
            Accuracy b = sample.get(ids.get(1));
            long apart = Math.abs(a.labels().top1() - b.labels().top1());
            measured++;
            equal += apart == 0 ? 1 : 0;
            most = Math.max(most, apart);
            points = Math.max(points, PERCENT * apart / a.images());
            double off = Math.abs(a.loss() - b.loss());
            loss = Double.isNaN(off) ? loss : Math.max(loss, off); // NaN: no finite output
          }
        }
      }
      List<Object> row = new ArrayList<>(names(drop));
      row.addAll(List.of(measured, equal, most, points, loss));
      rows.add(row);
    }
    return new DataTable(
        "frameworks",
        "%s with the same noise".formatted(String.join(" and ", result.titles().values())),
        List.of(
            "architecture",
            "regime",
            "alpha in training",
            "measurements",
            "equal accuracy",
            "largest difference, images",
            "points",
            "of the loss"),
        3,
        rows);
  }

  private static List<Object> names(RegimeDrop drop) {
    NetworkKey key = drop.first();
    return List.of(key.architecture(), key.regime().toString(), Double.toString(key.alphaTrain()));
  }

  private static void addEnds(List<Object> row, Optional<Interval> interval) {
    row.add(interval.map(range -> (Object) (PERCENT * range.low())).orElse(""));
    row.add(interval.map(range -> (Object) (PERCENT * range.high())).orElse(""));
  }
}
