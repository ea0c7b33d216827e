package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.process.PassingFolder;
import io.onnxfi.report.Json;
import io.onnxfi.report.PlanBasis;
import io.onnxfi.report.PlanCosts;
import io.onnxfi.report.PlanLines;
import io.onnxfi.report.PlanReport;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.WorstCaseReport;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.EarlierRun;
import io.onnxfi.run.ListSource;
import io.onnxfi.run.Pilot;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Sample;
import io.onnxfi.sampling.SamplingFrame;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.VarianceComponents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code onnxfi plan}: how many faults and images are enough. */
@Command(
    name = "plan",
    description = {
      "Finds how many faults × images reach a margin in the least time.",
      "The margin is that of the critical rate of a model. The plan is based on the outcomes of an"
          + " earlier run, on this model or a similar one, or of a published list (--outcomes); on"
          + " a pilot that it runs itself (--model, --faults, --dataset); or, without either, on"
          + " the worst case."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = ReplayOptions.class,
    footer = {
      "",
      "Each fault gets a multiple of --batch images, as in replay.",
      "",
      "Examples:",
      "  onnxfi plan --margin 0.1 --confidence 95",
      "  onnxfi plan --margin 0.2 --outcomes ResNet20_FL.csv",
      "  onnxfi plan --margin 0.25 --model resnet20.onnx --faults ResNet20_FL.csv \\",
      "              --dataset cifar10 --out pilot"
    })
final class PlanCommand implements Callable<Integer> {
  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      required = true,
      description = "Margin of the critical rate, in ± percentage points.")
  private double margin;

  @Mixin private RateOptions rate;

  @Option(
      names = "--outcomes",
      paramLabel = "L.csv",
      description = "Existing outcomes: an outcomes CSV of a run, or a published list.")
  private Path outcomes;

  @Mixin private PilotOptions pilot;

  @Option(
      names = "--faults",
      paramLabel = "L.csv",
      description = "The list that faults are drawn from (default: that of --outcomes).")
  private Path faults;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Images of the data set (default: all; with --outcomes, as many as the run had, or as a"
              + " fault of the list).")
  private Integer images;

  @Option(
      names = "--rate-at-most",
      paramLabel = "PERCENT",
      description =
          "In the worst case, an upper limit of the critical rate in percent (default: 50, the"
              + " worst).")
  private Double rateAtMost;

  @Mixin private CostOptions costs;

  @Mixin private DataOptions data;

  @Mixin private FaultOptions faultOptions;

  @Mixin private PrecisionOption precision;

  @Mixin private BackendOptions backends;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ParseResult given = spec.commandLine().getParseResult();
    check(given);
    Terminal terminal = Terminal.of(spec);
    Map<String, String> shared = ReplayOptions.given(given);
    if (outcomes == null && !pilot.isWanted()) {
      WorstCaseReport report = worstCase(shared, terminal);
      terminal.print(json ? Json.render(report.json()) : report.text());
      return ExitCode.DONE;
    }
    PlanReport report =
        outcomes == null ? fromPilot(shared, terminal) : fromOutcomes(shared, terminal);
    terminal.print(json ? Json.render(report.json()) : report.text());
    return ExitCode.DONE;
  }

  /** Exactly one basis, and nothing that belongs to another. */
  private void check(ParseResult given) {
    RateOptions.margin(margin);
    rate.rate();
    costs.check();
    if (outcomes != null && pilot.isWanted()) {
      throw MalformedInputException.of(
          "--outcomes and --model", "one of them: existing outcomes or a pilot", "both");
    }
    pilot.check(given);
    boolean isWorstCase = outcomes == null && !pilot.isWanted();
    if (rateAtMost != null && !isWorstCase) {
      throw MalformedInputException.of(
          "--rate-at-most",
          "neither --outcomes nor --model with it, which determine the rate",
          "one");
    }
    if (rateAtMost != null && !(rateAtMost > 0 && rateAtMost <= 50)) {
      throw MalformedInputException.of(
          "--rate-at-most", "above 0 and up to 50 percent", Double.toString(rateAtMost));
    }
    for (String option : List.of("--images", ReplayOptions.BATCH)) {
      if (isWorstCase && given.hasMatchedOption(option)) {
        throw MalformedInputException.of(
            option, "--outcomes or --model with it, since the worst case needs one image", "none");
      }
    }
  }

  private WorstCaseReport worstCase(Map<String, String> shared, Terminal terminal) {
    double most = rateAtMost == null ? VarianceComponents.WORST_RATE : rateAtMost / 100;
    PlanCosts assumed = costs.of(Optional.empty());
    return new WorstCaseReport(
        new SamplingPlan(
            VarianceComponents.worstCase(most), assumed.model(), 1, rate.rate().confidence()),
        assumed,
        RateOptions.margin(margin),
        Optional.ofNullable(faults).map(list -> listed(read(list, terminal))),
        new PlanLines(shared, pilot.seed()));
  }

  private PlanReport fromOutcomes(Map<String, String> shared, Terminal terminal) {
    EarlierRun run = EarlierRun.of(outcomes);
    Outcomes tried = Outcomes.read(outcomes);
    terminal.notes(tried.notes());
    List<TrialOutcome> sample = sample(tried);
    return report(
        new PlanBasis.Outcomes(name(outcomes), estimate(sample)),
        sample,
        run.images(images, sample),
        shared.containsKey(ReplayOptions.BATCH)
            ? backends.batch()
            : run.batch().orElse(backends.batch()),
        costs.of(Optional.empty()),
        faults == null
            ? run.list().orElse(new SamplingFrame(name(outcomes), sample.size()))
            : listed(faults.equals(outcomes) ? tried.list() : read(faults, terminal)),
        PlanLines.like(run.manifest(), outcomes.toString(), shared, pilot.seed()));
  }

  private PlanReport fromPilot(Map<String, String> shared, Terminal terminal) throws IOException {
    SamplingFrame list = listed(FaultList.read(faults)); // its notes are the replay's to say
    Pilot done = runPilot(terminal);
    List<TrialOutcome> sample = sample(done.outcomes());
    return report(
        new PlanBasis.Pilot(
            list.name(),
            estimate(sample),
            sample.get(0).counts().images(),
            done.framework(),
            pilot.seed(),
            pilot.out().map(Path::toString)),
        sample,
        done.images(),
        backends.batch(),
        costs.of(done.cost()),
        list,
        new PlanLines(shared, pilot.seed()));
  }

  private Pilot runPilot(Terminal terminal) throws IOException {
    CampaignSpec campaign = pilotCampaign();
    if (pilot.out().isPresent()) {
      try (RunNarrator narrator = RunNarrator.resumable(terminal)) {
        return Pilot.run(
            campaign, new RunDirectory(pilot.out().get()), pilot.isResumed(), narrator);
      }
    }
    PassingFolder folder = PassingFolder.create("onnxfi-pilot");
    Runnable farewell =
        () -> {
          folder.close();
          terminal.remark("\nonnxfi: interrupted; with --out, a pilot can be continued");
        };
    try (folder;
        RunNarrator narrator = new RunNarrator(terminal, farewell)) {
      return Pilot.run(campaign, new RunDirectory(folder.path()), false, narrator);
    }
  }

  private CampaignSpec pilotCampaign() {
    List<String> ids = backends.ids();
    if (ids.size() > 1) {
      throw MalformedInputException.of(
          ReplayOptions.BACKEND, "one backend for a pilot, ort or djl", String.join(",", ids));
    }
    return CampaignSpec.of(
            data.model(pilot.model()),
            new ListSource(
                faults, Optional.empty(), OptionalInt.of(pilot.faults()), faultOptions.fault()),
            data.source(images))
        .backends(ids.get(0))
        .settings(backends.settings())
        .batch(backends.batch())
        .nanRule(faultOptions.nanRule())
        .precision(precision.choice())
        .draw(pilot.draw())
        .rate(rate.rate())
        .seed(pilot.seed())
        .execution(backends.execution(false, 0))
        .build();
  }

  private PlanReport report(
      PlanBasis basis,
      List<TrialOutcome> sample,
      int ofData,
      int batch,
      PlanCosts cost,
      SamplingFrame list,
      PlanLines lines) {
    SamplingPlan plan =
        new SamplingPlan(
            VarianceComponents.of(sample, ofData, rate.rate().strata()),
            cost.model(),
            ofData,
            batch,
            rate.rate().confidence());
    return new PlanReport(basis, plan, cost, RateOptions.margin(margin), list, lines);
  }

  private EstimatedRate estimate(List<TrialOutcome> sample) {
    return rate.rate().of(sample);
  }

  private static List<TrialOutcome> sample(Outcomes tried) {
    List<TrialOutcome> sample = Sample.of(tried);
    if (sample.size() < 2 || sample.stream().anyMatch(trial -> trial.counts().images() < 2)) {
      throw MalformedInputException.of(
          tried.source(), "at least 2 faults with 2 images each", "fewer");
    }
    return sample;
  }

  private static FaultList read(Path file, Terminal terminal) {
    FaultList list = FaultList.read(file);
    terminal.notes(list.notes());
    return list;
  }

  private static SamplingFrame listed(FaultList list) {
    return new SamplingFrame(list.source(), list.rows().size());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
