package io.onnxfi.study.aware;

import io.onnxfi.classification.PairedCounts;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.Wording;
import io.onnxfi.study.aware.AwareResult.Group;
import io.onnxfi.study.aware.AwareResult.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What came out, in words, tables and JSON; every sentence is made of what was measured. */
record AwareReport(AwareResult result) {
  private static final double SIGNIFICANT = 1 - AwareTables.LEVEL;

  /** A comparison of what a lowering changes in two networks. */
  private record Compared(Lowering lowering, PairedCounts changes) {
    private boolean isFewer() {
      return changes.difference() < 0;
    }
  }

  /** For the terminal. */
  String text() {
    return StudyPages.text(result.tables(), sentences(), method());
  }

  /** What the numbers mean. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    result.groups().forEach(group -> sentences.add(drop(group)));
    for (Group other : result.others()) {
      if (GroupDrop.isPaired(result.baseline(), other)) {
        sentences.add(spared(other));
        protection(other).ifPresent(sentences::add);
      }
    }
    return sentences;
  }

  private static String drop(Group group) {
    Estimate drop = GroupDrop.drop(group);
    return "%s: %s %% right without errors, %s %% under them: a drop of %s points (%s)."
        .formatted(
            group.name(),
            Wording.points(GroupDrop.clean(group).value()),
            Wording.points(GroupDrop.noisy(group).value()),
            Wording.points(drop.value()),
            interval(drop.interval(AwareTables.LEVEL)));
  }

  private String spared(Group other) {
    Group baseline = result.baseline();
    Estimate difference = GroupDrop.difference(baseline, other);
    OptionalDouble p = GroupDrop.pValue(baseline, other);
    String numbers =
        "%s points, %s%s"
            .formatted(
                Wording.points(difference.value()),
                interval(difference.interval(AwareTables.LEVEL)),
                p.isPresent() ? ", p " + Wording.probability(p.getAsDouble()) : "");
    String who = "%s against %s: errors cost it".formatted(other.name(), baseline.name());
    if (p.isEmpty() || p.getAsDouble() >= SIGNIFICANT) {
      return "%s not distinguishably more or less (%s).".formatted(who, numbers);
    }
    return "%s %s (%s).".formatted(who, difference.value() > 0 ? "less" : "more", numbers);
  }

  private Optional<String> protection(Group other) {
    List<Compared> all = compared(other);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double level = SIGNIFICANT / all.size();
    List<Compared> told = all.stream().filter(one -> one.changes().pValue() < level).toList();
    List<String> fewer = names(told.stream().filter(Compared::isFewer).toList());
    List<String> more = names(told.stream().filter(one -> !one.isFewer()).toList());
    return Optional.of(
        "%s against %s, %d comparisons of what compilers change: fewer predictions by %s; more by %s; the others are not distinguishable (at 5 %% divided by the number of comparisons)."
            .formatted(
                other.name(), result.baseline().name(), all.size(), listed(fewer), listed(more)));
  }

  private List<Compared> compared(Group other) {
    List<Compared> all = new ArrayList<>();
    for (Lowering lowering : result.spec().compilers().lowerings()) {
      for (int i = 0; i < other.networks().size(); i++) {
        Measured before = result.baseline().networks().get(i);
        Measured after = other.networks().get(i);
        if (before.lowered().containsKey(lowering) && after.lowered().containsKey(lowering)) {
          Lowered first = before.lowered().get(lowering);
          all.add(new Compared(lowering, first.changesBeside(after.lowered().get(lowering))));
        }
      }
    }
    return all;
  }

  private static List<String> names(List<Compared> compared) {
    return compared.stream().map(one -> one.lowering().title()).distinct().toList();
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join("; ", names);
  }

  private static String interval(Optional<Interval> interval) {
    return interval
        .map(
            range ->
                "95 %% %s to %s"
                    .formatted(Wording.points(range.low()), Wording.points(range.high())))
        .orElse("no spread, so no interval");
  }

  /** How it was found. */
  String method() {
    boolean isOverSeeds = result.groups().stream().anyMatch(group -> group.networks().size() > 1);
    String observation =
        isOverSeeds
            ? "Of several networks each is one observation, the mean of its draws."
            : "Intervals are over draws of errors: they tell nothing of networks with other seeds.";
    String published =
        result.spec().training().isPresent()
            ? " The study that this comes from states drops of 0.11 (error-aware) and 0.14 points"
                + " (standard), of one draw each and of networks that differ in more than the"
                + " errors."
            : "";
    return "A draw has the same errors for every network. " + observation + published;
  }

  /** For programs. */
  Map<String, Object> json() {
    return StudyPages.json(Map.of(), result.tables(), sentences(), method());
  }
}
