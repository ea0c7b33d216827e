package io.onnxfi.fault;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final FirstPlaces<Long> injections;
  private final FirstPlaces<Fault> faults;
  private String wrongSum = "";
  private boolean isWrongSumTheSame = true;
  private long previousInjection = -1;
  private long unresolved;

  private FaultListAudit(LenientFaultList list, Optional<FaultResolver> resolver) {
    this.list = list;
    this.resolver = resolver;
    Rows rows = list.sound();
    this.injections = new FirstPlaces<>(namesFaults() ? 0 : rows.size(), rows::injection);
    this.faults = new FirstPlaces<>(namesFaults() ? 0 : rows.size(), rows::fault);
  }

  private boolean namesFaults() {
    return FaultList.namesFaults(list.header());
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
    return new FaultListAudit(list, resolver.map(model -> model.readingSites(list.sound().sites())))
        .run();
  }

  private AuditReport run() {
    checkHeader();
    findings.addAll(list.broken());
    unresolved += list.size() - list.sound().size();
    for (int place = 0; place < list.sound().size(); place++) {
      check(place, list.position(place), list.sound().get(place));
    }
    checkOrder();
    if (isWrongSumTheSame && findings.count(DefectKind.OUTCOME_SUM) > 1) {
      findings.remark(DefectKind.OUTCOME_SUM, ", the same in each of these rows");
    }
    return new AuditReport(
        list.source(),
        list.header(),
        list.size(),
        new FaultList(list.source(), list.header(), list.sound(), CsvForm.STANDARD),
        resolver.isPresent() ? OptionalLong.of(unresolved) : OptionalLong.empty(),
        findings.defects(),
        notes());
  }

  private void checkOrder() {
    List<FaultRow> rows = list.sound();
    if (rows.size() < list.size() || FaultList.namesFaults(list.header())) {
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
    if (list.size() == 0) {
      findings.addHeader(
          DefectKind.NO_FAULTS, "%s: expected faults, one per row, found none".formatted(where(1)));
    }
  }

  private void check(int place, int position, FaultRow row) {
    checkInjection(place, position, row);
    checkFault(place, position, row);
    row.counts().ifPresent(counts -> checkSum(position, row, counts));
    checkPlace(position, row);
  }

  /** Where several rows may be one trial, numbers and faults may come back. */
  private void checkInjection(int place, int position, FaultRow row) {
    int first = namesFaults() ? place : injections.of(place);
    if (first != place) {
      findings.add(
          DefectKind.DUPLICATE_INJECTION,
          position,
          () ->
              "%s: %d is also on line %d"
                  .formatted(where(row.line()), row.injection(), list.sound().get(first).line()));
    } else if (row.injection() < previousInjection) {
      long previous = previousInjection;
      findings.add(
          DefectKind.UNSORTED_INJECTION,
          position,
          () -> "%s: %d comes after %d".formatted(where(row.line()), row.injection(), previous));
    }
    previousInjection = row.injection();
  }

  private void checkFault(int place, int position, FaultRow row) {
    int first = namesFaults() ? place : faults.of(place);
    if (first != place) {
      findings.add(
          DefectKind.DUPLICATE_FAULT,
          position,
          () ->
              "%s: %s is also on line %d"
                  .formatted(where(row.line()), row.site(), list.sound().get(first).line()));
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
    isWrongSumTheSame &= wrongSum.isEmpty() || wrongSum.equals(wrong);
    wrongSum = wrong;
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
