package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.BitChoice;
import io.onnxfi.fault.LayerFilter;
import io.onnxfi.fault.ListSpec;
import io.onnxfi.fault.Reach;
import io.onnxfi.fault.SampleScheme;
import io.onnxfi.fault.SampleSize;
import io.onnxfi.fault.SiteClass;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.CampaignTime;
import io.onnxfi.run.DrawnLists;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults generate}: a list as the published ones were drawn, or of any faults. */
@Command(
    name = "generate",
    description = {
      "Draws a fault list as the published ones were drawn, or of any faults.",
      "Rows by the sample-size formula, in proportion to each layer's weights, with Python's random"
          + " numbers. The defaults reproduce the published lists, row by row. What is drawn from"
          + " --fault on has the columns Model and Site where a published list would not say it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  onnxfi faults generate --model resnet20.onnx --out ResNet20_FL.csv",
      "  onnxfi faults generate --model M.onnx --margin 0.05 --t 1.96 --seed 7 \\",
      "                         --out list.csv",
      "  onnxfi faults generate --model M.onnx --fault burst:3 --sites weights,biases \\",
      "                         --layers layer1 --trials 500 --out list.csv",
      "  onnxfi faults generate --model M.onnx --sites activations --reach channel \\",
      "                         --fault zero --layers 'glob:layer?.0.*' --out list.csv",
      "  onnxfi faults generate --model M.onnx --reach gemm-thread --fault bits:1 \\",
      "                         --trials 1000 --out gpu.csv",
      "  onnxfi faults generate --model M.onnx --scheme exhaustive --layers conv1 \\",
      "                         --bits 23-31 --out list.csv"
    })
final class FaultsGenerateCommand implements Callable<Integer> {
  @Option(names = "--model", paramLabel = "M.onnx", required = true, description = "The model.")
  private Path model;

  @Option(names = "--out", paramLabel = "L.csv", required = true, description = "The list.")
  private Path out;

  @Option(
      names = "--margin",
      paramLabel = "E",
      defaultValue = "0.01",
      description = "Margin of error of an estimated share (default: ${DEFAULT-VALUE}).")
  private double margin;

  @Option(
      names = "--t",
      paramLabel = "T",
      defaultValue = "2.58",
      description =
          "Normal quantile for the confidence, 1.96 for 95 %% (default: ${DEFAULT-VALUE}).")
  private double t;

  @Option(
      names = "--confidence",
      paramLabel = "PERCENT",
      description = "In place of --t, the confidence, above 0 and below 100.")
  private Double confidence;

  @Option(
      names = "--share",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Assumed share; 0.5 is the worst case (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "Seed, 0 or more (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Images of the campaign whose time is told (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--no-time",
      description = "Do not measure for a second how long the campaign takes on this machine.")
  private boolean isUntimed;

  @Option(
      names = "--as-published",
      description = "As the published lists were drawn; so it is if nothing below is given.")
  private boolean asPublished;

  @ArgGroup(exclusive = false, heading = "%nAny faults:%n")
  private AnyFaults any;

  @Spec private CommandSpec spec;

  /** What the published lists do not have. */
  static final class AnyFaults {
    @Option(
        names = "--fault",
        paramLabel = "MODEL",
        defaultValue = "flip",
        description = "What happens at each site: flip (default), burst:3, gaussian:0.1, ….")
    private String fault;

    @Option(
        names = "--sites",
        paramLabel = "CLASSES",
        description =
            "weights (default), biases, batchnorm, activations, several with commas, or all; of"
                + " patterns activations.")
    private String sites;

    @Option(
        names = "--reach",
        paramLabel = "REACH",
        defaultValue = "element",
        description =
            "element (default), row, column, channel, input-channel or tensor; of activations also"
                + " an error pattern (bullet-wake:100, …), one drawn for each fault as often as it"
                + " was observed (gemm-thread, winograd-thread, fft-thread, gemm-warp, …), or what"
                + " a processing element of a systolic array computes (systolic-os:16,16).")
    private String reach;

    @Option(
        names = "--layers",
        paramLabel = "NAME",
        description =
            "Only layers whose names contain this, or match glob:… or re:…; may be repeated.")
    private List<String> layers = List.of();

    @Option(
        names = "--bits",
        paramLabel = "BITS",
        description = "Only these bits of each element, as 23-30 or 0,31 (default: all).")
    private String bits;

    @Option(
        names = "--scheme",
        paramLabel = "SCHEME",
        defaultValue = "network",
        description =
            "network (default), layer, bit, data-aware (the margin holds for the whole, for each"
                + " tensor, for each bit of each tensor) or exhaustive (all faults of --layers).")
    private String scheme;

    @Option(
        names = "--trials",
        paramLabel = "N",
        description = "How many trials, in place of those that the margin needs.")
    private Long trials;

    @Option(
        names = "--faults-per-trial",
        paramLabel = "N",
        defaultValue = "1",
        description = "How many faults strike together (default: ${DEFAULT-VALUE}).")
    private int faultsPerTrial;

    ListSpec spec(SampleSize size, long seed) {
      Reach around = Reach.parse("--reach", reach);
      return new ListSpec(
          FaultModels.parse("--fault", fault),
          sites == null ? SiteClass.of(around) : SiteClass.parse("--sites", sites),
          around,
          layers.stream().map(text -> LayerFilter.parse("--layers", text)).toList(),
          bits == null ? BitChoice.ALL : BitChoice.parse("--bits", bits),
          SampleScheme.parse("--scheme", scheme),
          size,
          trials == null ? OptionalLong.empty() : OptionalLong.of(trials),
          faultsPerTrial,
          seed);
    }
  }

  @Override
  public Integer call() {
    ComputeOptions.positive("--images", images);
    if (seed < 0) {
      throw MalformedInputException.of("--seed", "0 or more", Integer.toString(seed));
    }
    NewFile.require("--out", out);
    if (asPublished && any != null) {
      throw MalformedInputException.of(
          "--as-published", "no options of other faults", "one of them");
    }
    SampleSize size =
        new SampleSize(margin, confidence == null ? t : SampleSize.quantile(confidence), share);
    Optional<ListSpec> other = Optional.ofNullable(any).map(faults -> faults.spec(size, seed));
    OnnxModel onnx = OnnxModel.load(model);
    DrawnLists.Drawn drawn =
        other.isPresent()
            ? DrawnLists.any(onnx, other.get(), out)
            : DrawnLists.published(onnx, size, seed, out);
    Terminal terminal = Terminal.of(spec);
    terminal.notes(drawn.notes());
    drawn.lines().forEach(line -> terminal.print(line + "\n"));
    if (!isUntimed) {
      terminal.print(CampaignTime.line(onnx, drawn.list(), images) + "\n");
    }
    return ExitCode.DONE;
  }
}
