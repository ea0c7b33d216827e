package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.outcome.CriticalTable;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.sampling.MissedPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The counts of critical pairs of one framework, and what was found out about those that were not
 * run.
 *
 * @param id of the framework, as in file names: {@code ort}
 * @param title of the framework for people
 * @param table the counts
 * @param outcomes the same for whatever takes outcomes
 * @param audit of the pairs that were not run
 */
public record CriticalSide(
    String id, String title, CriticalTable table, Outcomes outcomes, Audit audit) {
  /** Checks that nothing is missing. */
  public CriticalSide {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(outcomes, "outcomes");
    Objects.requireNonNull(audit, "audit");
  }

  /**
   * What a sample of the pairs that were called harmless came to.
   *
   * @param audited pairs in the sample
   * @param contradicted of these, critical after all
   * @param missed upper 95 % limit on the critical pairs that were not run
   * @param missedShare the same as a share of all critical pairs, 0 to 1
   */
  public record Audit(long audited, long contradicted, double missed, double missedShare) {}

  /**
   * The frameworks of a finished run that counts critical pairs, in the order of its manifest.
   *
   * @throws MalformedInputException if a file is missing or damaged, its sums are not those of the
   *     summary, or the frameworks have other faults
   */
  public static List<CriticalSide> read(RunDirectory run) {
    run.requireEnded();
    Manifest manifest = Manifest.read(run);
    Map<String, Object> summary = Json.read(run.file(RunDirectory.SUMMARY));
    List<CriticalSide> sides = new ArrayList<>();
    for (Map<?, ?> entry : entries(run, summary)) {
      CriticalSide side = side(run, manifest, new Numbers(run, entry));
      if (!sides.isEmpty()) {
        requireSameFaults(sides.get(0), side);
      }
      sides.add(side);
    }
    return sides;
  }

  private static List<Map<?, ?>> entries(RunDirectory run, Map<String, Object> summary) {
    List<Map<?, ?>> entries = new ArrayList<>();
    if (summary.get("backends") instanceof List<?> backends) {
      backends.forEach(
          backend -> {
            if (backend instanceof Map<?, ?> entry) {
              entries.add(entry);
            }
          });
    }
    if (entries.isEmpty()) {
      throw MalformedInputException.of(
          run.file(RunDirectory.SUMMARY).toString(), "backends with their counts", "none");
    }
    return entries;
  }

  private static CriticalSide side(RunDirectory run, Manifest manifest, Numbers numbers) {
    String id = numbers.id();
    CriticalTable table = CriticalTable.read(run.critical(id));
    numbers.requireSum("pairs", table, table.sum(CriticalTable.Row::images));
    numbers.requireSum("critical", table, table.sum(CriticalTable.Row::critical));
    numbers.requireSum("run", table, table.sum(CriticalTable.Row::run));
    Outcomes outcomes = table.outcomes(manifest.unit());
    Optional<String> fault = manifest.text("faults", "fault");
    return new CriticalSide(
        id,
        RunReader.title(id, manifest),
        table,
        fault
            .map(label -> FaultModels.parse(manifest.source() + ", faults.fault", label))
            .map(outcomes::under)
            .orElse(outcomes),
        new Audit(
            numbers.count("audited"),
            numbers.sum("contradicted"),
            numbers.number("missed_at_most_pairs").doubleValue(),
            numbers.number("missed_at_most_share").doubleValue()));
  }

  private static void requireSameFaults(CriticalSide first, CriticalSide other) {
    if (!first.outcomes.identities().equals(other.outcomes.identities())) {
      throw MalformedInputException.of(
          other.table.list().source(),
          "the faults of %s, row by row".formatted(first.table.list().source()),
          "other faults");
    }
  }

  /** What may be missing in its counts. */
  public MissedPairs missed() {
    return new MissedPairs(
        audit.missed, table.rows().stream().map(row -> row.images() - row.run()).toList());
  }

  /** One framework's entry in {@code summary.json}. */
  private record Numbers(RunDirectory run, Map<?, ?> entry) {
    String id() {
      return String.valueOf(entry.get("backend"));
    }

    private String where(String key) {
      return "%s, %s of %s".formatted(run.file(RunDirectory.SUMMARY), key, id());
    }

    Number number(String key) {
      if (entry.get(key) instanceof Number number && number.doubleValue() >= 0) {
        return number;
      }
      throw MalformedInputException.of(
          where(key), "a number from 0", String.valueOf(entry.get(key)));
    }

    long count(String key) {
      return number(key).longValue();
    }

    /** Of the numbers in an object. */
    long sum(String key) {
      if (entry.get(key) instanceof Map<?, ?> parts) {
        return parts.values().stream()
            .mapToLong(part -> part instanceof Number number ? number.longValue() : 0)
            .sum();
      }
      throw MalformedInputException.of(where(key), "an object", String.valueOf(entry.get(key)));
    }

    void requireSum(String key, CriticalTable table, long sum) {
      if (count(key) != sum) {
        throw MalformedInputException.of(
            where(key),
            "%d, the sum of %s".formatted(sum, table.list().source()),
            Long.toString(count(key)));
      }
    }
  }
}
