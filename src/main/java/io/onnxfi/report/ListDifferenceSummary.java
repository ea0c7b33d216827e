package io.onnxfi.report;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.list.ListDifference;
import io.onnxfi.fault.list.ListDifference.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** In what two lists differ, for people and for programs. */
public final class ListDifferenceSummary {
  private static final int SHOWN = 10;

  private ListDifferenceSummary() {}

  /** A line about both lists, then the kinds of difference, each with its first trials. */
  public static String render(ListDifference difference) {
    FaultList left = difference.left();
    FaultList right = difference.right();
    String outcomes =
        difference.comparesOutcomes() ? "" : "; outcomes are not compared, for not both have them";
    StringBuilder text =
        new StringBuilder(
            "%s: %s trials, %s: %s trials, %s in both%s\n"
                .formatted(
                    left.source(),
                    Figures.count(left.trials().size()),
                    right.source(),
                    Figures.count(right.trials().size()),
                    Figures.count(difference.common()),
                    outcomes));
    if (difference.isSame()) {
      return text.append("No differences.\n").toString();
    }
    kind(
        text,
        "only in the first",
        difference.onlyLeft().stream().map(trial -> told(left, trial)).toList());
    kind(
        text,
        "only in the second",
        difference.onlyRight().stream().map(trial -> told(right, trial)).toList());
    long renumbered = difference.renumbered();
    if (renumbered > 0) {
      text.append(
          "with the same faults in both, under other numbers: %s\n"
              .formatted(Figures.count(renumbered)));
    }
    kind(
        text,
        "in another order",
        difference.moved().stream()
            .map(
                match ->
                    "%s, there on line %d"
                        .formatted(told(left, match.left()), line(right, match.right())))
            .toList());
    kind(
        text,
        "other outcomes (masked, non_critical, critical)",
        difference.outcomes().stream()
            .map(
                match ->
                    "%s: %s, there %s"
                        .formatted(
                            told(left, match.left()),
                            counts(left, match.left()),
                            counts(right, match.right())))
            .toList());
    return text.toString();
  }

  private static void kind(StringBuilder text, String name, List<String> trials) {
    if (trials.isEmpty()) {
      return;
    }
    text.append("%s: %s\n".formatted(name, Figures.count(trials.size())));
    trials.stream().limit(SHOWN).forEach(trial -> text.append("  ").append(trial).append('\n'));
    if (trials.size() > SHOWN) {
      text.append("  …\n");
    }
  }

  private static String told(FaultList list, int place) {
    Trial trial = list.trials().get(place);
    return "line %d, injection %d, %s%s"
        .formatted(
            line(list, place), trial.id(), trial, list.namesModels() ? " " + trial.model() : "");
  }

  private static long line(FaultList list, int trial) {
    return list.rows(trial).get(0).line();
  }

  private static String counts(FaultList list, int trial) {
    return ListDifference.counts(list, trial)
        .map(
            count ->
                "(%d, %d, %d)".formatted(count.masked(), count.nonCritical(), count.critical()))
        .orElse("none");
  }

  /**
   * {@code same}, {@code first} and {@code second} ({@code file}, {@code trials}), {@code common},
   * {@code outcomes_compared}, and the differences, all of them: {@code only_in_first}, {@code
   * only_in_second}, {@code renumbered} (how many of these have the same faults), {@code moved},
   * {@code other_outcomes}.
   */
  public static Map<String, Object> json(ListDifference difference) {
    FaultList left = difference.left();
    FaultList right = difference.right();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("same", difference.isSame());
    json.put("first", file(left));
    json.put("second", file(right));
    json.put("common", difference.common());
    json.put("outcomes_compared", difference.comparesOutcomes());
    json.put(
        "only_in_first", difference.onlyLeft().stream().map(trial -> trial(left, trial)).toList());
    json.put(
        "only_in_second",
        difference.onlyRight().stream().map(trial -> trial(right, trial)).toList());
    json.put("renumbered", difference.renumbered());
    json.put("moved", difference.moved().stream().map(match -> both(difference, match)).toList());
    json.put(
        "other_outcomes",
        difference.outcomes().stream()
            .map(
                match -> {
                  Map<String, Object> both = both(difference, match);
                  both.put("first", counts(ListDifference.counts(left, match.left())));
                  both.put("second", counts(ListDifference.counts(right, match.right())));
                  return both;
                })
            .toList());
    return json;
  }

  private static Map<String, Object> file(FaultList list) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", list.source());
    json.put("trials", list.trials().size());
    return json;
  }

  private static Map<String, Object> trial(FaultList list, int place) {
    Trial trial = list.trials().get(place);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", line(list, place));
    json.put("injection", trial.id());
    List<Map<String, Object>> faults = new ArrayList<>();
    trial
        .faults()
        .forEach(
            fault -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("layer", fault.site().layer());
              one.put("index", fault.site().index().toString());
              one.put("bit", Json.number(fault.site().bit()));
              one.put("model", fault.model().label());
              one.put("site", fault.site().extent().toString());
              faults.add(one);
            });
    json.put("faults", faults);
    return json;
  }

  private static Map<String, Object> both(ListDifference difference, Match match) {
    Map<String, Object> json = trial(difference.left(), match.left());
    json.put("line_in_second", line(difference.right(), match.right()));
    return json;
  }

  private static List<Long> counts(Optional<ImageCounts> counts) {
    return counts
        .map(
            count ->
                Stream.of(count.images(), count.masked(), count.nonCritical(), count.critical())
                    .map(Long::valueOf)
                    .toList())
        .orElse(null);
  }
}
