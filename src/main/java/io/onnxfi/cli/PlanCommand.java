package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.process.PassingFolder;
import io.onnxfi.report.Json;
import io.onnxfi.report.PlanReport;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.WorstCaseReport;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.Pilot;
import io.onnxfi.run.PlanSpec;
import io.onnxfi.run.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
      "Finds how many faults × images (or samples of --inputs) reach a margin in the least time.",
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
          "Images of the data set, or samples of --inputs (default: all; with --outcomes, as many"
              + " as the run had, or as a fault of the list).")
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

  @Mixin private ModelOptions shape;

  @Mixin private ArrayOptions arrays;

  @Mixin private JudgeOption judge;

  @Mixin private FaultOptions faultOptions;

  @Mixin private PrecisionOption precision;

  @Mixin private BackendOptions backends;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ParseResult given = spec.commandLine().getParseResult();
    PlanSpec plan =
        new PlanSpec(
            margin,
            rate.rate(),
            Optional.ofNullable(faults),
            costs.faultMillis(),
            costs.imageMillis(),
            ReplayOptions.given(given),
            pilot.seed());
    check(given);
    Terminal terminal = Terminal.of(spec);
    if (isWorstCase()) {
      WorstCaseReport report = worstCase(plan, terminal);
      terminal.print(json ? Json.render(report.json()) : report.text());
    } else {
      PlanReport report =
          outcomes == null ? fromPilot(plan, terminal) : fromOutcomes(plan, given, terminal);
      terminal.print(json ? Json.render(report.json()) : report.text());
    }
    return ExitCode.DONE;
  }

  private boolean isWorstCase() {
    return outcomes == null && !pilot.isWanted();
  }

  /** Exactly one basis, and nothing that belongs to another. */
  private void check(ParseResult given) {
    if (outcomes != null && pilot.isWanted()) {
      throw MalformedInputException.of(
          "--outcomes and --model", "one of them: existing outcomes or a pilot", "both");
    }
    pilot.check(given);
    if (rateAtMost != null && !isWorstCase()) {
      throw MalformedInputException.of(
          "--rate-at-most",
          "neither --outcomes nor --model with it, which determine the rate",
          "one");
    }
    for (String option : List.of("--images", ReplayOptions.BATCH)) {
      if (isWorstCase() && given.hasMatchedOption(option)) {
        throw MalformedInputException.of(
            option, "--outcomes or --model with it, since the worst case needs one image", "none");
      }
    }
  }

  private WorstCaseReport worstCase(PlanSpec plan, Terminal terminal) {
    OptionalDouble most =
        rateAtMost == null ? OptionalDouble.empty() : OptionalDouble.of(rateAtMost);
    return Plans.worstCase(plan, most, terminal::note);
  }

  private PlanReport fromOutcomes(PlanSpec plan, ParseResult given, Terminal terminal) {
    OptionalInt batch =
        given.hasMatchedOption(ReplayOptions.BATCH)
            ? OptionalInt.of(backends.batch())
            : OptionalInt.empty();
    OptionalInt ofData = images == null ? OptionalInt.empty() : OptionalInt.of(images);
    return Plans.fromOutcomes(plan, outcomes, ofData, batch, terminal::note);
  }

  private PlanReport fromPilot(PlanSpec plan, Terminal terminal) throws IOException {
    CampaignSpec campaign = pilotCampaign();
    if (pilot.out().isPresent()) {
      RunDirectory folder = new RunDirectory(pilot.out().get());
      try (Narrator narrator = Narrator.ofRun(terminal)) {
        Pilot done = Pilot.run(campaign, folder, pilot.isResumed(), narrator);
        return Plans.fromPilot(plan, done, pilot.out());
      }
    }
    PassingFolder folder = PassingFolder.create("onnxfi-pilot");
    Runnable farewell =
        () -> {
          folder.close();
          terminal.remark("\nonnxfi: interrupted; with --out, a pilot can be continued");
        };
    try (folder;
        Narrator narrator = new Narrator(terminal, farewell)) {
      Pilot done = Pilot.run(campaign, new RunDirectory(folder.path()), false, narrator);
      return Plans.fromPilot(plan, done, Optional.empty());
    }
  }

  private CampaignSpec pilotCampaign() {
    CampaignSpec.Builder campaign =
        backends
            .campaign(arrays.of(shape.source(pilot.model())), faults, arrays.source(data, images))
            .judge(judge.choice(arrays))
            .sample(pilot.faults())
            .fault(faultOptions.fault())
            .nanRule(faultOptions.nanRule())
            .precision(precision.choice())
            .draw(pilot.draw())
            .rate(rate.rate())
            .seed(pilot.seed())
            .execution(backends.execution(false, 0));
    faultOptions.profile().ifPresent(campaign::profile);
    return campaign.build();
  }
}
