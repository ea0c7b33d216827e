package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came out for a model, in sentences. */
record BerSentences(BerResult result, ModelResult model) {
  /** What was asked. */
  List<String> answers() {
    List<String> answers = new ArrayList<>();
    result.titles().forEach((id, title) -> answers.add(fall(id, title)));
    agreement().ifPresent(answers::add);
    return answers;
  }

  private String fall(String id, String title) {
    return "%s, %s: mean accuracy has fallen %s."
        .formatted(
            model.name(),
            title,
            model.falls(id).stream()
                .map(
                    fall ->
                        "by %d %s at rate %s"
                            .formatted(
                                fall.points(), fall.points() == 1 ? "point" : "points", fall))
                .collect(Collectors.joining(", ")));
  }

  private Optional<String> agreement() {
    List<String> ids = List.copyOf(result.titles().keySet());
    if (ids.size() < 2) {
      return Optional.empty();
    }
    long all = 0;
    long different = 0;
    double most = 0;
    for (RateResult rate : model.rates()) {
      for (Repetition one : rate.repetitions()) {
        long first = one.accuracies().get(ids.get(0)).labels().top1();
        long second = one.accuracies().get(ids.get(1)).labels().top1();
        all++;
        different += first == second ? 0 : 1;
      }
      most = Math.max(most, Math.abs(rate.meanTop1(ids.get(0)) - rate.meanTop1(ids.get(1))));
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s: with the same bits in error, %s and %s find as many images' classes in %s of %s"
                + " repetitions; the mean accuracies of a rate differ by %.3f points at most.",
            model.name(),
            result.titles().get(ids.get(0)),
            result.titles().get(ids.get(1)),
            Figures.count(all - different),
            Figures.count(all),
            100 * most));
  }

  /** What to beware of. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (RateResult rate : model.rates()) {
      // How many bits are in error does not depend on the framework.
      model
          .mean(rate, result.spec().backends().get(0))
          .rarity(Decimals.shortest(rate.rate()))
          .ifPresent(rarity -> notes.add(model.name() + ": " + rarity + "."));
    }
    for (Map.Entry<String, String> framework : result.titles().entrySet()) {
      long images = 0;
      long nonFinite = 0;
      for (RateResult rate : model.rates()) {
        for (Repetition one : rate.repetitions()) {
          images += one.accuracies().get(framework.getKey()).images();
          nonFinite += one.accuracies().get(framework.getKey()).nonFinite();
        }
      }
      if (nonFinite > 0) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s, %s: outputs of %.1f %% of all images are not finite; they count as not found,"
                    + " and stand in a column of their own.",
                model.name(),
                framework.getValue(),
                100.0 * nonFinite / images));
      }
    }
    return notes;
  }
}
