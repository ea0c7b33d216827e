package io.onnxfi.run;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.backend.Backend;
import io.onnxfi.fault.FaultList;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.AgreementTable;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.ImageConfusion;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a replay compares when all backends are done. */
final class RunComparisons {
  private final PreparedRun run;
  private final List<String> remarks = new ArrayList<>();

  RunComparisons(PreparedRun run) {
    this.run = run;
  }

  /**
   * Every backend against every other, then each against published; writes {@code agreement.csv}
   * (with more than two backends, {@code agreement-LEFT-RIGHT.csv}) and {@code published.csv} where
   * there is something to compare.
   *
   * @param tables outcomes by the id of the backend
   * @param list the rows that were run, as they came
   */
  List<ComparisonReport> compare(
      List<Backend> backends,
      Map<String, Outcomes> tables,
      FaultList list,
      RunDirectory directory) {
    List<ComparisonReport> reports = new ArrayList<>();
    for (Pair<Backend> pair : Pair.of(backends)) {
      Backend left = pair.left();
      Backend right = pair.right();
      Comparison comparison = Comparison.of(tables.get(left.id()), tables.get(right.id()));
      String name =
          backends.size() == 2
              ? "agreement.csv"
              : "agreement-%s-%s.csv".formatted(left.id(), right.id());
      AgreementTable.write(directory.file(name), list.header(), left.id(), right.id(), comparison);
      reports.add(
          ComparisonReport.of(
              left.title(),
              right.title(),
              comparison,
              Optional.of(
                  ImageConfusion.perFault(
                      comparison,
                      ImageConfusion.Side.of(directory, left.id(), tables.get(left.id())),
                      ImageConfusion.Side.of(directory, right.id(), tables.get(right.id())))),
              Margin.DEFAULT,
              Tolerance.DEFAULT));
    }
    boolean sameImages =
        run.campaign().sample().isAll()
            && list.hasOutcomes()
            && list.rows().stream()
                .allMatch(
                    row -> row.counts().orElseThrow().images() == run.campaign().workload().size());
    if (list.hasOutcomes() && !sameImages) {
      SampleKind unit = run.campaign().workload().unit();
      remarks.add(
          run.campaign().sample().isAll()
              ? "The published outcomes are for other %s: not compared.".formatted(unit)
              : "Each fault was run on %s of its own: published outcomes are not compared."
                  .formatted(unit));
    } else if (sameImages) {
      list.write(directory.published());
      for (Backend backend : backends) {
        reports.add(
            ComparisonReport.of(
                backend.title(),
                "published",
                Comparison.of(tables.get(backend.id()), Outcomes.of(list)),
                Optional.empty(),
                Margin.DEFAULT,
                Tolerance.DEFAULT));
      }
    }
    return reports;
  }

  /** What was not compared, and why. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }
}
