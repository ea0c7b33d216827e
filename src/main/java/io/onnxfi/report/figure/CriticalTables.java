package io.onnxfi.report.figure;

import io.onnxfi.outcome.CriticalTable;
import io.onnxfi.report.CriticalResults;
import io.onnxfi.report.CriticalSide;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of a run that counts critical pairs, apart from those under its figures. */
public final class CriticalTables {
  private static final double PERCENT = 100;

  private CriticalTables() {}

  /** All of them. */
  public static List<DataTable> of(CriticalResults results) {
    return Stream.of(
            Stream.of(pairs(results)),
            RunTables.agreement(results.run()).stream(),
            RunTables.statistics(results.run()).stream(),
            Stream.of(RunTables.mostCritical(results.run())))
        .flatMap(tables -> tables)
        .toList();
  }

  /** A row per framework: pairs of a fault and an image by what is known of them, and how. */
  public static DataTable pairs(CriticalResults results) {
    List<List<Object>> rows = new ArrayList<>();
    for (CriticalSide side : results.sides()) {
      CriticalTable table = side.table();
      long pairs = table.sum(CriticalTable.Row::images);
      long critical = table.sum(CriticalTable.Row::critical);
      rows.add(
          List.of(
              side.title(),
              (long) table.rows().size(),
              pairs,
              critical,
              DataTable.cell(FaultGroup.percent(critical, pairs)),
              table.sum(CriticalTable.Row::detected),
              table.sum(CriticalTable.Row::proven),
              table.sum(CriticalTable.Row::screened),
              table.sum(CriticalTable.Row::run),
              side.audit().audited(),
              side.audit().contradicted(),
              side.audit().missed(),
              PERCENT * side.audit().missedShare()));
    }
    return new DataTable(
        "pairs",
        "Pairs of a fault and %s by side".formatted(results.run().unit().indefinite()),
        List.of(
            "side",
            "faults",
            "pairs",
            "critical",
            "critical, %",
            "detected",
            "proven",
            "screened",
            "run",
            "audited",
            "contradicted",
            "missed at most",
            "missed at most, % of critical"),
        1,
        rows);
  }
}
