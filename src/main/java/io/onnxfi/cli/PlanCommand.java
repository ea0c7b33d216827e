package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.Json;
import io.onnxfi.report.PlanReport;
import io.onnxfi.sampling.CostModel;
import io.onnxfi.sampling.CriticalRate;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.TriedFault;
import io.onnxfi.sampling.VarianceComponents;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi plan}: how many faults and images are enough. */
@Command(
    name = "plan",
    description = {
      "Says how many faults, and how many images for each, tell the critical rate of a model to",
      "a margin in least time, from the outcomes of a pilot: an earlier run, on this model or one",
      "like it, or a published list."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A pilot can be small:",
      "  onnxfi replay … --sample 512 --images-per-fault 100 --backend ort --out pilot",
      "and replay takes as many images per fault as are multiples of its --batch.",
      "",
      "Examples:",
      "  onnxfi plan --margin 0.2 --outcomes ResNet20_FL.csv",
      "  onnxfi plan --margin 0.1 --confidence 99 --outcomes pilot/outcomes-ort.csv \\",
      "              --images 10000 --faults ResNet20_FL.csv --json"
    })
final class PlanCommand implements Callable<Integer> {
  private static final double MILLI = 1e-3;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      required = true,
      description = "The critical rate to be known to ± so many percentage points.")
  private double margin;

  @Option(
      names = "--outcomes",
      paramLabel = "L.csv",
      required = true,
      description = "Outcomes of a pilot: an outcomes CSV of a run, or a published list.")
  private Path outcomes;

  @Option(
      names = "--faults",
      paramLabel = "L.csv",
      description = "The list that faults are drawn from (default: the pilot's).")
  private Path faults;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images of the data set (default: the most that a fault of the pilot had).")
  private Integer images;

  @Option(
      names = "--fault-ms",
      paramLabel = "MS",
      defaultValue = "10",
      description =
          "Milliseconds to inject a fault (default: ${DEFAULT-VALUE}, a session of ResNet20).")
  private double faultMillis;

  @Option(
      names = "--image-ms",
      paramLabel = "MS",
      defaultValue = "0.5",
      description =
          "Milliseconds per image (default: ${DEFAULT-VALUE}, the whole ResNet20 on two cores; the"
              + " last lines of a replay tell yours).")
  private double imageMillis;

  @Mixin private RateOptions rate;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FaultList pilot = FaultList.read(outcomes);
    List<TriedFault> sample = TriedFault.of(pilot);
    if (sample.size() < 2 || sample.stream().anyMatch(fault -> fault.images() < 2)) {
      throw MalformedInputException.of(
          outcomes.toString(), "at least 2 faults with 2 images each", "fewer");
    }
    CriticalRate estimator = rate.rate();
    SamplingPlan plan =
        new SamplingPlan(
            VarianceComponents.of(sample, images(sample), estimator.strata()),
            cost(),
            images(sample),
            estimator.confidence());
    FaultList list = faults == null ? pilot : FaultList.read(faults);
    PlanReport report =
        new PlanReport(
            name(outcomes),
            estimator.of(sample),
            plan,
            RateOptions.margin(margin),
            name(faults == null ? outcomes : faults),
            list.rows().size());
    Terminal.of(spec).print(json ? Json.render(report.json()) : report.text());
    return ExitCode.DONE;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private int images(List<TriedFault> sample) {
    int most = Math.toIntExact(sample.stream().mapToLong(TriedFault::images).max().orElseThrow());
    if (images != null && images < most) {
      throw MalformedInputException.of(
          "--images", "at least the %d of the pilot".formatted(most), Integer.toString(images));
    }
    return images == null ? most : images;
  }

  private CostModel cost() {
    if (!(faultMillis > 0 && imageMillis > 0)) {
      throw MalformedInputException.of(
          "--fault-ms and --image-ms", "milliseconds above 0", faultMillis + " and " + imageMillis);
    }
    return new CostModel(faultMillis * MILLI, imageMillis * MILLI);
  }
}
