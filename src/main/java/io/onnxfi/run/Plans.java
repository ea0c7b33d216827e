package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.PlanBasis;
import io.onnxfi.report.PlanCosts;
import io.onnxfi.report.PlanLines;
import io.onnxfi.report.PlanReport;
import io.onnxfi.report.WorstCaseReport;
import io.onnxfi.sampling.Sample;
import io.onnxfi.sampling.SamplingFrame;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.VarianceComponents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Finds how many faults × images reach a margin of the critical rate in the least time. */
public final class Plans {
  private static final double PERCENT = 100;

  private Plans() {}

  /**
   * A plan that rests on no outcomes: every fault is critical for all images or for none.
   *
   * @param rateAtMost an upper limit of the critical rate in percent, above 0 and up to 50; the
   *     worst of all if empty
   * @param notes told what was assumed of the list
   */
  public static WorstCaseReport worstCase(
      PlanSpec spec, OptionalDouble rateAtMost, Consumer<String> notes) {
    PlanCosts assumed = spec.costs(Optional.empty());
    return new WorstCaseReport(
        new SamplingPlan(
            VarianceComponents.worstCase(rate(rateAtMost)),
            assumed.model(),
            1,
            spec.rate().confidence()),
        assumed,
        spec.share(),
        spec.list().map(list -> frame(read(list, notes))),
        new PlanLines(spec.options(), spec.seed()));
  }

  private static double rate(OptionalDouble atMost) {
    double percent = atMost.orElse(PERCENT * VarianceComponents.WORST_RATE);
    if (!(percent > 0 && percent <= PERCENT * VarianceComponents.WORST_RATE)) {
      throw MalformedInputException.of(
          "--rate-at-most", "above 0 and up to 50 percent", Double.toString(percent));
    }
    return percent / PERCENT;
  }

  /**
   * A plan from outcomes of this model or a similar one.
   *
   * @param outcomes an outcomes CSV, of a run or on its own, or a published list
   * @param images of the data set; if empty, as recorded with the outcomes, else as many as a fault
   *     had
   * @param batch images per run, of which each fault gets a multiple; if empty, as recorded, else
   *     as usual
   * @param notes told what was assumed of the files
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, the run is not finished, or
   *     there are too few outcomes for a variance
   */
  public static PlanReport fromOutcomes(
      PlanSpec spec, Path outcomes, OptionalInt images, OptionalInt batch, Consumer<String> notes) {
    EarlierRun run = EarlierRun.of(outcomes);
    Outcomes tried = run.read(outcomes);
    tried.notes().forEach(notes);
    List<TrialOutcome> sample = sample(tried);
    String name = String.valueOf(outcomes.getFileName());
    int ofData = run.images(images, sample);
    SamplingFrame frame =
        spec.list()
            .map(list -> frame(list.equals(outcomes) ? tried.list() : read(list, notes)))
            .or(run::list)
            .orElse(new SamplingFrame(name, sample.size()));
    return report(
        spec,
        new PlanBasis.Outcomes(name, spec.rate().of(sample)),
        sample,
        ofData,
        batch.orElse(run.batch().orElse(CampaignSpec.USUAL_BATCH)),
        spec.costs(Optional.empty()),
        frame,
        PlanLines.like(run.manifest(), outcomes.toString(), spec.options(), spec.seed()));
  }

  /**
   * A plan from a pilot on this machine.
   *
   * @param kept the folder where the pilot stays, if it does
   */
  public static PlanReport fromPilot(PlanSpec spec, Pilot pilot, Optional<Path> kept) {
    List<TrialOutcome> sample = sample(pilot.outcomes());
    return report(
        spec,
        new PlanBasis.Pilot(
            pilot.list().name(),
            spec.rate().of(sample),
            sample.get(0).counts().images(),
            pilot.framework(),
            pilot.spec().seed(),
            kept.map(Path::toString)),
        sample,
        pilot.images(),
        pilot.batch(),
        spec.costs(pilot.cost()),
        pilot.list(),
        new PlanLines(spec.options(), spec.seed()));
  }

  private static PlanReport report(
      PlanSpec spec,
      PlanBasis basis,
      List<TrialOutcome> sample,
      int images,
      int batch,
      PlanCosts costs,
      SamplingFrame frame,
      PlanLines lines) {
    SamplingPlan plan =
        new SamplingPlan(
            VarianceComponents.of(sample, images, spec.rate().strata()),
            costs.model(),
            images,
            batch,
            spec.rate().confidence());
    return new PlanReport(basis, spec.rate().strata(), plan, costs, spec.share(), frame, lines);
  }

  private static List<TrialOutcome> sample(Outcomes tried) {
    List<TrialOutcome> sample = Sample.of(tried);
    if (sample.size() < 2 || sample.stream().anyMatch(trial -> trial.counts().images() < 2)) {
      throw MalformedInputException.of(
          tried.source(), "at least 2 faults with 2 %s each".formatted(tried.unit()), "fewer");
    }
    return sample;
  }

  private static FaultList read(Path file, Consumer<String> notes) {
    FaultList list = FaultList.read(file);
    list.notes().forEach(notes);
    return list;
  }

  private static SamplingFrame frame(FaultList list) {
    return new SamplingFrame(list.source(), list.trials().size());
  }
}
