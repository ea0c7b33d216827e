package io.onnxfi.study.noise;

import io.onnxfi.report.Figures;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came out, in words, tables and JSON. */
record NoiseReport(NoiseResult result) {
  private static final double LEVEL = 1 - RegimeDrop.CONFIDENCE;

  /** For the terminal. */
  String text() {
    return StudyPages.text(result.tables(), sentences(), method());
  }

  /** What the numbers mean, a sentence for each regime and each pair of them. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (List<RegimeDrop> regimes : result.architectures()) {
      regimes.forEach(drop -> sentences.add(drop(drop)));
      if (regimes.size() == 2) {
        pair(RegimePair.of(regimes.get(0), regimes.get(1)), regimes.get(0).first())
            .ifPresent(sentences::add);
      }
    }
    return sentences;
  }

  private static String drop(RegimeDrop drop) {
    NetworkKey key = drop.first();
    String trained =
        switch (key.regime()) {
          case CLEAN -> "trained without noise";
          case NOISY -> "trained with noise of alpha " + key.alphaTrain();
          case GIVEN -> "as it is";
        };
    String change =
        String.format(
            Locale.ROOT,
            "%s %s: at alpha 0.1 accuracy %s by %s points (drop %s)",
            key.architecture(),
            trained,
            drop.drop().value() < 0 ? "rises" : "falls",
            Wording.points(Math.abs(drop.drop().value())),
            interval(drop.interval()));
    return drop.isDistinguishable() ? change + "." : change + ": not distinguishable from none.";
  }

  private static Optional<String> pair(RegimePair pair, NetworkKey key) {
    if (pair.pairs() < 2) {
      return Optional.empty();
    }
    if (pair.pValue().isEmpty()) {
      return Optional.of(
          "%s: the regimes differ by %s points for every seed: no spread to test by."
              .formatted(key.architecture(), Wording.points(pair.difference().value())));
    }
    double p = pair.pValue().getAsDouble();
    String numbers =
        String.format(
            Locale.ROOT,
            "difference %s points, %s; paired t test, %d pairs, p %s",
            Wording.points(pair.difference().value()),
            interval(pair.interval()),
            pair.pairs(),
            Wording.probability(p));
    String limit =
        String.format(
            Locale.ROOT,
            " So few pairs tell only a mean difference of more than %.1f times its standard"
                + " deviation from none.",
            pair.leastEffect());
    if (p >= LEVEL) {
      return Optional.of(
          "%s: the regimes are not distinguishable (%s).%s"
              .formatted(key.architecture(), numbers, limit));
    }
    return Optional.of(
        "%s: noise in training makes the drop %s (%s)."
            .formatted(
                key.architecture(), pair.difference().value() > 0 ? "smaller" : "larger", numbers));
  }

  private static String interval(Optional<Interval> interval) {
    return interval
        .map(
            range ->
                "95 %% %s to %s"
                    .formatted(Wording.points(range.low()), Wording.points(range.high())))
        .orElse("no spread, so no interval");
  }

  /** For a quick check: one network of each regime. */
  String sanity() {
    StringBuilder text = new StringBuilder();
    result
        .settled()
        .forEach(
            (network, values) ->
                text.append(
                    "%s: after the last epoch, all %s values in the network are those that are learnt, bit for bit.%n"
                        .formatted(network, Figures.count(values))));
    for (List<RegimeDrop> regimes : result.architectures()) {
      if (regimes.size() == 2) {
        double clean = regimes.get(0).drop().value();
        double noisy = regimes.get(1).drop().value();
        text.append(
            "%s: the drop at alpha 0.1 is %s with noise in training (%s against %s points), after so little training and for so few seeds.%n"
                .formatted(
                    regimes.get(0).first().architecture(),
                    noisy < clean ? "smaller" : "not smaller",
                    Wording.points(noisy),
                    Wording.points(clean)));
      }
    }
    return text.toString();
  }

  /** How it was found. */
  String method() {
    boolean isOverSeeds = result.regimes().stream().allMatch(RegimeDrop::isOverSeeds);
    return "Drops are in percentage points. A network is one observation, the mean of its samples"
        + " of noise; intervals are Student's over networks with other seeds"
        + (isOverSeeds
            ? "."
            : ", but those of a single network are over its samples of noise and tell nothing of"
                + " other networks.");
  }

  /** For programs: the published tables, then what else there is. */
  Map<String, Object> json() {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("summary", NoiseFiles.summary(result));
    first.put("sweep", NoiseFiles.sweep(result));
    first.put("frameworks", result.titles());
    return StudyPages.json(first, result.tables(), sentences(), method());
  }
}
