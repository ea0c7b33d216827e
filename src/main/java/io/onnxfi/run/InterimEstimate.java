package io.onnxfi.run;

import io.onnxfi.agreement.RateOfList;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.Figures;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the faults done so far tell of all, after each round of one framework, and whether that is
 * enough. Only whole rounds count: of a round that an earlier process began, some layers are done
 * and others not, which is no random sample.
 */
final class InterimEstimate {
  private final PreparedRun run;
  private final int atLeast;
  private final List<List<Integer>> rounds;
  private final List<Integer> done = new ArrayList<>();
  private int round;
  private boolean isEnough;

  /**
   * Before the first round.
   *
   * @param atLeast rounds to be run in any case
   */
  InterimEstimate(PreparedRun run, int atLeast) {
    this.run = run;
    this.atLeast = atLeast;
    this.rounds =
        run.order().rounds(IntStream.range(0, run.list().trials().size()).boxed().toList());
  }

  /**
   * The next round is done.
   *
   * @param counts by place of the fault
   * @return what the faults so far tell of all, if they come in random order
   */
  Optional<String> after(OutcomeCounts[] counts) {
    done.addAll(rounds.get(round));
    round++;
    if (!run.order().isRandom()) {
      return Optional.empty();
    }
    return Optional.of(
        "critical %s, from %s of %s faults"
            .formatted(
                run.spec().rule().isPresent() ? stop(run.spec().rule().get(), counts) : all(counts),
                Figures.count(done.size()),
                Figures.count(run.list().trials().size())));
  }

  private String stop(StoppingRule rule, OutcomeCounts[] counts) {
    List<TrialOutcome> sample = new ArrayList<>();
    for (int position : done) {
      sample.add(outcome(position, counts[position]));
    }
    if (sample.size() < 2) {
      return "unknown";
    }
    EstimatedRate estimate = rule.look(sample);
    isEnough = rule.isMet(estimate);
    return "%s at %s %% confidence"
        .formatted(estimate, Figures.plain(100 * rule.rate().confidence()));
  }

  private TrialOutcome outcome(int position, OutcomeCounts counts) {
    Labels labels = run.list().labels(position);
    return TrialOutcome.of(
        run.list().trials().get(position),
        labels.has(Factor.FAULT)
            ? labels
            : labels.with(Factor.FAULT, run.spec().list().fault().label()),
        counts);
  }

  private String all(OutcomeCounts[] counts) {
    double[] rates =
        done.stream()
            .mapToDouble(
                position -> (double) counts[position].critical() / counts[position].images())
            .toArray();
    return RateOfList.of(run.list().trials().size(), rates) + " (95 %)";
  }

  /** Whether another round is needed. */
  boolean wantsMore() {
    return round < atLeast || !isEnough;
  }

  /** Rounds done. */
  int rounds() {
    return round;
  }

  /** Places of the faults of the first rounds, in the order of the list. */
  static int[] faults(PreparedRun run, int rounds) {
    return run
        .order()
        .rounds(IntStream.range(0, run.list().trials().size()).boxed().toList())
        .stream()
        .limit(rounds)
        .flatMap(List::stream)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
