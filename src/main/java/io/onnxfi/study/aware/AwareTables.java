package io.onnxfi.study.aware;

import io.onnxfi.classification.PairedCounts;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import io.onnxfi.sampling.Proportion;
import io.onnxfi.study.aware.AwareResult.Group;
import io.onnxfi.study.aware.AwareResult.Measured;
import io.onnxfi.training.Hits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The tables of the study; shares in percent, differences of shares in percentage points. */
record AwareTables(AwareResult result) {
  static final double LEVEL = 0.95;
  private static final double PERCENT = 100;

  /** Those that have rows. */
  List<DataTable> all() {
    return List.of(errors(), comparison(), protection(), lowered()).stream()
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  /** What errors cost each kind of network. */
  DataTable errors() {
    List<List<Object>> rows = new ArrayList<>();
    for (Group group : result.groups()) {
      List<Object> row = new ArrayList<>(List.of(group.name()));
      row.add((long) group.networks().size());
      row.add((long) group.networks().get(0).draws().size());
      row.add(PERCENT * GroupDrop.clean(group).value());
      add(row, GroupDrop.noisy(group));
      add(row, GroupDrop.drop(group));
      rows.add(row);
    }
    return new DataTable(
        "errors",
        "Accuracy without errors and under them, %s, with 95 %% intervals".formatted(described()),
        List.of(
            "network",
            "networks",
            "draws each",
            "without %",
            "under errors %",
            "from",
            "to",
            "drop",
            "from ",
            "to "),
        1,
        rows);
  }

  /** The errors of the test in words. */
  String described() {
    return String.format(
        Locale.ROOT,
        "p %s, σ %s",
        result.spec().test().errors().probability().at(0),
        result.spec().test().errors().deviation().at(0));
  }

  /** Each kind beside the baseline. */
  DataTable comparison() {
    List<List<Object>> rows = new ArrayList<>();
    for (Group other : result.others()) {
      if (GroupDrop.isPaired(result.baseline(), other)) {
        for (int i = 0; i < other.networks().size(); i++) {
          Measured before = result.baseline().networks().get(i);
          Measured after = other.networks().get(i);
          PairedCounts counts = counts(before.clean(), after.clean());
          Interval range = counts.interval(LEVEL);
          rows.add(
              List.of(
                  other.name(),
                  after.seed() + "",
                  "right without errors, by image",
                  PERCENT * counts.difference(),
                  PERCENT * range.low(),
                  PERCENT * range.high(),
                  counts.pValue()));
        }
        Estimate drop = GroupDrop.difference(result.baseline(), other);
        OptionalDouble p = GroupDrop.pValue(result.baseline(), other);
        List<Object> row = new ArrayList<>(List.of(other.name(), seeds(other)));
        row.add(
            other.networks().size() > 1
                ? "drop that is spared, by network"
                : "drop that is spared, by draw");
        add(row, drop);
        row.add(p.isPresent() ? (Object) p.getAsDouble() : "");
        rows.add(row);
      }
    }
    return new DataTable(
        "comparison",
        "Compared with %s: exact test of McNemar and interval of Tango by image, else paired t test"
            .formatted(result.baseline().name()),
        List.of("network", "seed", "what", "difference", "from", "to", "p"),
        3,
        rows);
  }

  private static String seeds(Group group) {
    return String.join(" ", group.networks().stream().map(one -> one.seed() + "").toList());
  }

  private static PairedCounts counts(Hits first, Hits second) {
    BitSet both = first.correct();
    both.and(second.correct());
    long common = both.cardinality();
    long onlyFirst = first.count() - common;
    long onlySecond = second.count() - common;
    return new PairedCounts(
        common, onlyFirst, onlySecond, first.images() - common - onlyFirst - onlySecond);
  }

  /** Whether lowerings change fewer predictions of a network than of the baseline. */
  DataTable protection() {
    List<List<Object>> rows = new ArrayList<>();
    for (Lowering lowering : result.spec().compilers().lowerings()) {
      for (Group other : result.others()) {
        for (int i = 0; i < pairs(other); i++) {
          Measured before = result.baseline().networks().get(i);
          Measured after = other.networks().get(i);
          Lowered first = before.lowered().get(lowering);
          Lowered second = after.lowered().get(lowering);
          if (first != null && second != null) {
            PairedCounts changes = first.changesBeside(second);
            Interval range = changes.interval(LEVEL);
            List<Object> row = new ArrayList<>();
            row.add(lowering.title());
            row.add(other.name());
            row.add(after.seed() + "");
            row.add(PERCENT * first.changes().value());
            row.add(PERCENT * second.changes().value());
            row.add(PERCENT * changes.difference());
            row.add(PERCENT * range.low());
            row.add(PERCENT * range.high());
            row.add(changes.pValue());
            row.add(PERCENT * first.right().difference());
            row.add(PERCENT * second.right().difference());
            rows.add(row);
          }
        }
      }
    }
    return new DataTable(
        "protection",
        "Predictions that compilers change, beside those of %s, image by image: exact test of McNemar, interval of Tango"
            .formatted(result.baseline().name()),
        List.of(
            "lowering",
            "network",
            "seed",
            result.baseline().name() + ", changed %",
            "changed %",
            "difference",
            "from",
            "to",
            "p",
            result.baseline().name() + ", accuracy",
            "accuracy"),
        3,
        rows);
  }

  private int pairs(Group other) {
    return GroupDrop.isPaired(result.baseline(), other) ? other.networks().size() : 0;
  }

  /** What each lowering does to each network. */
  DataTable lowered() {
    List<List<Object>> rows = new ArrayList<>();
    for (Group group : result.groups()) {
      for (Measured network : group.networks()) {
        for (Lowering lowering : result.spec().compilers().lowerings()) {
          Optional.ofNullable(network.lowered().get(lowering))
              .ifPresent(lowered -> rows.add(row(group, network, lowering, lowered)));
        }
      }
    }
    return new DataTable(
        "lowered",
        "What compilers change, compared with the float32 graph that ONNX Runtime runs node by"
            + " node, with exact 95 % intervals",
        List.of(
            "network",
            "seed",
            "lowering",
            "right %",
            "change",
            "p",
            "changed predictions",
            "%",
            "from %",
            "to %",
            "divergence",
            "largest difference",
            "not finite"),
        3,
        rows);
  }

  private static List<Object> row(
      Group group, Measured network, Lowering lowering, Lowered lowered) {
    PairedCounts right = lowered.right();
    Proportion changes = lowered.changes();
    Interval range = changes.interval(LEVEL);
    List<Object> row = new ArrayList<>(List.of(group.name(), network.seed() + ""));
    row.add(lowering.title());
    row.add(PERCENT * right.second() / right.images());
    row.add(PERCENT * right.difference());
    row.add(right.pValue());
    row.add(changes.hits());
    row.add(PERCENT * changes.value());
    row.add(PERCENT * range.low());
    row.add(PERCENT * range.high());
    row.add(small(lowered.divergence()));
    row.add(small(lowered.largest()));
    row.add(lowered.nonFinite());
    return row;
  }

  private static String small(double number) {
    return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.1e", number);
  }

  private static void add(List<Object> row, Estimate share) {
    row.add(PERCENT * share.value());
    Optional<Interval> range = share.interval(LEVEL);
    row.add(range.map(r -> (Object) (PERCENT * r.low())).orElse(""));
    row.add(range.map(r -> (Object) (PERCENT * r.high())).orElse(""));
  }
}
