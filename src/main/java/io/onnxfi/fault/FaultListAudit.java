package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for everything that is wrong with the form of a fault list, and does not stop at the first
 * bad row. Columns beyond the published ones are not judged.
 */
public final class FaultListAudit {
  /** Where the model says nothing, elements are taken for float, as in the published lists. */
  private static final int FLOAT_BITS = Float.SIZE;

  private final LenientFaultList list;
  private final Optional<FaultResolver> resolver;
  private final Findings findings = new Findings();
  private final Map<Long, Long> linesOfInjections = new HashMap<>();
  private final Map<Fault, Long> linesOfFaults = new HashMap<>();
  private final Set<String> wrongSums = new HashSet<>();
  private long previousInjection = -1;
  private long unresolved;

  private FaultListAudit(LenientFaultList list, Optional<FaultResolver> resolver) {
    this.list = list;
    this.resolver = resolver;
  }

  /**
   * Audits a list.
   *
   * @param resolver of the model that the list is for; without one, layers and indices are not
   *     checked, and bits are those of float
   * @throws MalformedInputException if the file is no fault list at all: not there, not text, or
   *     without the columns of a fault
   */
  public static AuditReport audit(Path file, Optional<FaultResolver> resolver) {
    LenientFaultList list = LenientFaultList.read(file);
    return new FaultListAudit(list, resolver.map(model -> model.reading(list.sound()))).run();
  }

  private AuditReport run() {
    checkHeader();
    for (int position = 0; position < list.entries().size(); position++) {
      check(position, list.entries().get(position));
    }
    checkOrder();
    if (wrongSums.size() == 1 && findings.count(DefectKind.OUTCOME_SUM) > 1) {
      findings.remark(DefectKind.OUTCOME_SUM, ", the same in each of these rows");
    }
    return new AuditReport(
        list.source(),
        list.header(),
        list.entries().size(),
        list.sound(),
        resolver.isPresent() ? OptionalLong.of(unresolved) : OptionalLong.empty(),
        findings.defects(),
        notes());
  }

  private void checkOrder() {
    List<FaultRow> rows = list.sound();
    if (rows.size() < list.entries().size() || FaultList.namesFaults(list.header())) {
      return;
    }
    OutcomeOrder.misplaced(rows)
        .ifPresent(
            order -> {
              for (int row : order.moved()) {
                findings.add(DefectKind.MISPLACED_OUTCOMES, row, () -> explain(order));
              }
            });
  }

  private String explain(OutcomeOrder order) {
    return String.format(
        Locale.ROOT,
        "%s: of the faults with more than 10 %% critical images, %.1f %% are on bit 30, and %.1f %%"
            + " if the outcomes are taken for sorted by layer; --repair OUT writes the list so",
        list.source(),
        100 * order.shareAsListed(),
        100 * order.shareSorted());
  }

  /** What was assumed of the file, then of the names of layers, then what outcomes look like. */
  private List<String> notes() {
    Stream<String> ofNames =
        resolver.stream()
            .flatMap(model -> model.notes().stream())
            .map(n -> list.source() + ": " + n);
    Stream<String> ofOutcomes =
        NanSignature.of(list.sound()).stream().map(note -> list.source() + ": " + note);
    return Stream.of(list.notes().stream(), ofNames, ofOutcomes).flatMap(n -> n).toList();
  }

  private void checkHeader() {
    List<String> header = list.header();
    List<String> outcomes = FaultList.OUTCOME_COLUMNS;
    List<String> missing = outcomes.stream().filter(name -> !header.contains(name)).toList();
    if (!missing.isEmpty() && missing.size() < outcomes.size()) {
      findings.addHeader(
          DefectKind.COLUMNS, "%s: outcomes without %s".formatted(where(1), missing));
    }
    if (!list.twice().isEmpty()) {
      findings.addHeader(
          DefectKind.COLUMNS, "%s: duplicate column in %s".formatted(where(1), header));
    }
    if (list.entries().isEmpty()) {
      findings.addHeader(
          DefectKind.NO_FAULTS, "%s: expected faults, one per row, found none".formatted(where(1)));
    }
  }

  private void check(int position, LenientFaultList.Entry entry) {
    if (entry instanceof LenientFaultList.Broken broken) {
      findings.add(broken.kind(), position, broken::evidence);
      unresolved++;
    } else if (entry instanceof LenientFaultList.Sound sound) {
      FaultRow row = sound.row();
      checkInjection(position, row);
      checkFault(position, row);
      row.counts().ifPresent(counts -> checkSum(position, row, counts));
      checkPlace(position, row);
    }
  }

  private void checkInjection(int position, FaultRow row) {
    Long earlier = linesOfInjections.putIfAbsent(row.injection(), row.line());
    if (earlier != null && !FaultList.namesFaults(list.header())) {
      findings.add(
          DefectKind.DUPLICATE_INJECTION,
          position,
          () -> "%s: %d is also on line %d".formatted(where(row.line()), row.injection(), earlier));
    } else if (row.injection() < previousInjection) {
      long previous = previousInjection;
      findings.add(
          DefectKind.UNSORTED_INJECTION,
          position,
          () -> "%s: %d comes after %d".formatted(where(row.line()), row.injection(), previous));
    }
    previousInjection = row.injection();
  }

  /** Where several rows may be one trial, the same fault may be in several of them. */
  private void checkFault(int position, FaultRow row) {
    Long earlier =
        FaultList.namesFaults(list.header())
            ? null
            : linesOfFaults.putIfAbsent(row.fault(), row.line());
    if (earlier != null) {
      findings.add(
          DefectKind.DUPLICATE_FAULT,
          position,
          () -> "%s: %s is also on line %d".formatted(where(row.line()), row.site(), earlier));
    }
  }

  private void checkSum(int position, FaultRow row, ImageCounts counts) {
    BigInteger sum =
        Stream.of(counts.masked(), counts.nonCritical(), counts.critical())
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger images = BigInteger.valueOf(counts.images());
    if (counts.images() == 0 && sum.signum() == 0) {
      findings.add(
          DefectKind.NO_IMAGES,
          position,
          () ->
              "%s: n_injections is 0: the fault was run on no image".formatted(where(row.line())));
    }
    DetectedImages detected = new DetectedImages(list.header());
    if (detected.complete(row, sum, images)) {
      return;
    }
    BigInteger apart = detected.areApart() ? detected.of(row) : BigInteger.ZERO;
    String wrong = "%d, but n_injections is %d".formatted(sum.add(apart), images);
    wrongSums.add(wrong);
    findings.add(
        DefectKind.OUTCOME_SUM,
        position,
        () ->
            "%s: masked %d + non_critical %d + critical %d%s = %s"
                .formatted(
                    where(row.line()),
                    counts.masked(),
                    counts.nonCritical(),
                    counts.critical(),
                    detected.areApart() ? " + due " + apart : "",
                    wrong));
  }

  private void checkPlace(int position, FaultRow row) {
    List<DefectKind> obstacles =
        resolver.map(model -> model.obstacles(row.site())).orElse(List.of());
    for (DefectKind kind : obstacles) {
      findings.add(
          kind,
          position,
          () -> resolver.orElseThrow().explain(kind, where(row.line()), row.site()));
    }
    Optional<String> refusal =
        obstacles.isEmpty()
            ? resolver.flatMap(model -> model.refusal(where(row.line()), row.fault()))
            : Optional.empty();
    refusal.ifPresent(why -> findings.add(DefectKind.UNFIT_MODEL, position, () -> why));
    unresolved += obstacles.isEmpty() && refusal.isEmpty() ? 0 : 1;
    boolean typeIsKnown =
        resolver.isPresent()
            && !obstacles.contains(DefectKind.UNKNOWN_LAYER)
            && !obstacles.contains(DefectKind.AMBIGUOUS_LAYER)
            && !obstacles.contains(DefectKind.UNKNOWN_SHAPE);
    int bit = row.site().bit().orElse(0);
    if (!typeIsKnown && bit >= FLOAT_BITS) {
      findings.add(
          DefectKind.BIT_OUTSIDE,
          position,
          () ->
              "%s: expected a bit from 0 to %d (taken for float), found %d"
                  .formatted(where(row.line()), FLOAT_BITS - 1, bit));
    }
  }

  private String where(long line) {
    return list.source() + ":" + line;
  }
}
