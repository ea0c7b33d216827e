package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.CriticalResult;
import io.onnxfi.run.CriticalRun;
import io.onnxfi.run.Evidence;
import io.onnxfi.run.RunResult;
import io.onnxfi.run.Runs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi replay}: the main job. */
@Command(
    name = "replay",
    description = "Replays a fault list on a model and compares the frameworks.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = ArrayOptions.InPlaceOfImages.class,
    footer = {
      "",
      "Examples:",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --sample 60 --seed 1 --out run1",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --rows 0-99 --images 1000 --backend ort --out run2",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --sample 100 --precision auto --out run3",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --margin 0.5 --images-per-fault 100 --out run4",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --rows 17 --drawn run4/drawn-images.csv --out fault-17",
      "  onnxfi replay --model M.onnx --faults L.csv --inputs samples.npz \\",
      "                --judge tolerance:1e-3,1e-2 --out run5",
      "  onnxfi replay --model M.onnx --faults L.csv --dataset cifar10 \\",
      "                --counts critical --evidence audited --out run6"
    })
final class ReplayCommand implements Callable<Integer> {
  @Option(names = "--model", paramLabel = "M.onnx", required = true, description = "The model.")
  private Path model;

  @Option(
      names = "--faults",
      paramLabel = "L.csv",
      required = true,
      description = "A fault list in the published format, of PyTorch or Keras.")
  private Path faults;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "Folder for the results: a new one, or that of the same run.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Continue an interrupted run in its folder, to the same bytes.")
  private boolean resume;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Mixin private ArrayOptions arrays;

  @Mixin private JudgeOption judge;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Only the first N test images (default: all).")
  private Integer images;

  @Option(
      names = "--rows",
      paramLabel = "A-B,…",
      description = "Only these rows of the list, counted from 0.")
  private String rows;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Only N rows drawn at random without replacement.")
  private Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Seed of --sample, --order random, --images-per-fault and of what is random about a"
              + " fault (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "list",
      description =
          "list, or random: shuffled, so that the running totals estimate those of all"
              + " faults. The results are the same (default: ${DEFAULT-VALUE}).")
  private String order;

  @Mixin private FaultOptions faultOptions;

  @Option(
      names = "--verify",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description =
          "Run a random share of the faults again with the plain engine, and end with exit code 1"
              + " if the results differ (default: ${DEFAULT-VALUE}).")
  private double verify;

  @Mixin private SamplingOptions sampling;

  @Mixin private EvidenceOptions evidence;

  @Mixin private PrecisionOption precisionOption;

  @Mixin private BackendOptions backendOptions;

  @Mixin private ClusterOption cluster;

  @Option(
      names = "--details",
      description = "Print all statistics before the table and the verdict.")
  private boolean details;

  @Option(names = "--json", description = "Print the summary as JSON, statistics included.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    RunDirectory directory = new RunDirectory(out);
    CampaignSpec campaign = campaign();
    Optional<Evidence> counted = evidence.evidence(Evidence.RUN);
    if (counted.isPresent()) {
      return count(campaign, counted.get(), directory, terminal);
    }
    RunResult result;
    try (Narrator narrator = Narrator.ofRun(terminal);
        ClusterOption.Connection connection = cluster.connect()) {
      result = Runs.execute(campaign, directory, resume, connection.cluster(), narrator);
    }
    result.warnings().forEach(terminal::remark);
    terminal.print(json ? Json.render(result.json()) : result.text(details) + whereabouts(result));
    if (result.failure().isPresent()) {
      terminal.remark("onnxfi: " + result.failure().get());
      return ExitCode.DISAGREEMENT;
    }
    return ExitCode.DONE;
  }

  private int count(
      CampaignSpec campaign, Evidence kind, RunDirectory directory, Terminal terminal) {
    if (verify > 0) {
      throw MalformedInputException.of(
          "--verify", "no --counts critical with it", "--counts critical");
    }
    CriticalResult result;
    try (Narrator narrator = Narrator.ofRun(terminal);
        ClusterOption.Connection connection = cluster.connect()) {
      result =
          new CriticalRun(campaign, kind, evidence.missedAtMost(), narrator)
              .execute(directory, resume, connection.cluster());
    }
    terminal.print(
        json
            ? Json.render(result.json())
            : result.text() + "\nWritten to %s.\n".formatted(directory.path()));
    return result.isWithin() ? ExitCode.DONE : ExitCode.DISAGREEMENT;
  }

  /** Where the results are, and what shows more of them. */
  static String whereabouts(RunResult result) {
    Path folder = result.directory().path();
    String statistics =
        result.backends().size() == 2
            ? "; ./onnxfi compare %s prints all statistics".formatted(folder)
            : "";
    return "\nWritten to %s. To see more: ./onnxfi report %s makes a page%s.\n"
        .formatted(folder, folder, statistics);
  }

  private CampaignSpec campaign() {
    CampaignSpec.Builder builder =
        backendOptions
            .campaign(arrays.of(shape.source(model)), faults, arrays.source(data, images))
            .judge(judge.choice(arrays))
            .fault(faultOptions.fault())
            .nanRule(faultOptions.nanRule())
            .precision(precisionOption.choice())
            .draw(sampling.draw())
            .rate(sampling.rate())
            .seed(seed)
            .execution(backendOptions.execution(isShuffled(), verifyShare()));
    faultOptions.profile().ifPresent(builder::profile);
    if (rows != null) {
      builder.rows(rows);
    }
    if (sample != null) {
      builder.sample(sample);
    }
    sampling.margin().ifPresent(builder::margin);
    return builder.build();
  }

  private double verifyShare() {
    if (!(verify >= 0 && verify <= 100)) {
      throw MalformedInputException.of("--verify", "0 to 100 percent", Double.toString(verify));
    }
    return verify / 100;
  }

  private boolean isShuffled() {
    return switch (order) {
      case "list" -> false;
      case "random" -> true;
      default -> throw MalformedInputException.of("--order", "list or random", "'" + order + "'");
    };
  }
}
