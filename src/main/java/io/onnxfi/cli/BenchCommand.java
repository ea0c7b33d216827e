package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.Folders;
import io.onnxfi.report.Json;
import io.onnxfi.run.Benches;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.Evidence;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi bench}: what the cutting engine gains on this machine, and whether it is exact. */
@Command(
    name = "bench",
    description = {
      "Times the engine against running the whole model for every fault.",
      "In each backend, on the same rows of a fault list; compares every count."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = ArrayOptions.InPlaceOfImages.class,
    footer = {
      "",
      "Examples:",
      "  onnxfi bench --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10",
      "  onnxfi bench --model resnet20.onnx --faults ResNet20_FL.csv \\",
      "               --dataset cifar10 --growth --images 500 --sample 80",
      "  onnxfi bench --model resnet20.onnx --faults ResNet20_FL.csv \\",
      "               --dataset cifar10 --counts critical --backend ort"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int USUAL_IMAGES = 2000;

  @Option(names = "--model", paramLabel = "M.onnx", required = true, description = "The model.")
  private Path model;

  @Option(
      names = "--faults",
      paramLabel = "L.csv",
      required = true,
      description = "A fault list in the published format.")
  private Path faults;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Mixin private ArrayOptions arrays;

  @Mixin private JudgeOption judge;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "The first N test images (default: 2000, or all if there are fewer).")
  private Integer images;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "300",
      description = "N rows of the list drawn at random (default: ${DEFAULT-VALUE}).")
  private int sample;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--growth",
      description =
          "Measure instead how time grows with faults, images and depth: up to 4 times the sample"
              + " and the images, and ResNets of three depths with random weights.")
  private boolean growth;

  @Mixin private EvidenceOptions evidence;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Of --counts critical: keep the counts of the whole list in this new folder, as files"
              + " critical-BACKEND.csv and .parquet.")
  private Path out;

  @Mixin private ProfileOption profile;

  @Mixin private BackendOptions backends;

  @Option(names = "--json", description = "Print the figures as JSON instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    CampaignSpec campaign = campaign();
    Consumer<String> tables = text -> terminal.print(json ? "" : text);
    Optional<Evidence> counted = evidence.evidence(Evidence.AUDITED);
    if (growth && counted.isPresent()) {
      throw MalformedInputException.of("--growth", "no --counts critical with it", "both");
    }
    if (out != null) {
      if (counted.isEmpty()) {
        throw MalformedInputException.of("--out", "--counts critical with it", "all");
      }
      Folders.makeEmpty(out, "--out");
    }
    Benches.Result result;
    try (Narrator narrator = Narrator.ofRun(terminal)) {
      result =
          counted.isPresent()
              ? Benches.critical(
                  campaign,
                  counted.get(),
                  evidence.missedAtMost(),
                  Optional.ofNullable(out),
                  narrator,
                  tables)
              : growth
                  ? Benches.growth(campaign, narrator, tables)
                  : Benches.engines(campaign, narrator, tables);
    }
    if (json) {
      terminal.print(Json.render(result.figures()));
    }
    return result.exact() ? ExitCode.DONE : ExitCode.DISAGREEMENT;
  }

  private CampaignSpec campaign() {
    CampaignSpec.Builder campaign =
        backends
            .campaign(arrays.of(shape.source(model)), faults, arrays.source(data, shown()))
            .judge(judge.choice(arrays))
            .sample(sample)
            .seed(seed)
            .execution(backends.execution(false, 0));
    profile.file().ifPresent(campaign::profile);
    return campaign.build();
  }

  private Integer shown() {
    if (arrays.isGiven()) {
      if (growth) {
        throw MalformedInputException.of("--growth", "--dataset with it", "--inputs");
      }
      return images;
    }
    int all = data.testImages().size();
    int most = growth ? all / Benches.GROWTH : all;
    int count = images == null ? Math.min(USUAL_IMAGES, most) : images;
    if (growth && count > most) {
      throw MalformedInputException.of(
          "--images",
          "at most %d with --growth, which uses up to %d times as many"
              .formatted(most, Benches.GROWTH),
          Integer.toString(count));
    }
    return count;
  }
}
