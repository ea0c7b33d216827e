package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Order;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.ReplayableList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.tensor.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
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
    footer = {
      "",
      "Examples:",
      "  onnxfi replay --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10 \\",
      "                --sample 60 --seed 1 --out run1",
      "  onnxfi replay --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10 \\",
      "                --rows 0-99 --images 1000 --backend ort --out run2",
      "  onnxfi replay --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10 \\",
      "                --sample 100 --precision auto --out run3",
      "  onnxfi replay --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10 \\",
      "                --margin 0.5 --images-per-fault 100 --out run4",
      "  onnxfi replay --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10 \\",
      "                --rows 17 --drawn run4/drawn-images.csv --out fault-17"
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
      description = "Folder for the results: new, or of the same run.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on with an interrupted run in its folder; its results stay to the byte.")
  private boolean resume;

  @Mixin private DataOptions data;

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
          "Seed of --sample, --order random and --images-per-fault (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "list",
      description =
          "list, or random: shuffled, so that the totals printed on the way estimate those of all"
              + " faults. The results are the same (default: ${DEFAULT-VALUE}).")
  private String order;

  @Option(
      names = "--fault",
      paramLabel = "MODEL",
      defaultValue = "flip",
      description =
          "What each row does to its bit: flip (as published), stuck-at-0 or stuck-at-1 (default:"
              + " ${DEFAULT-VALUE}).")
  private String fault;

  @Option(
      names = "--nan-rule",
      paramLabel = "RULE",
      defaultValue = "numpy",
      description =
          "numpy (as published: the first NaN is the prediction) or due (non-finite outputs count"
              + " as detected; default: ${DEFAULT-VALUE}).")
  private NanRule nanRule;

  @Option(
      names = "--verify",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description =
          "Run a random share of the faults again with the plain engine and end with exit code 1"
              + " on a difference (default: ${DEFAULT-VALUE}).")
  private double verify;

  @Mixin private SamplingOptions sampling;

  @Mixin private PrecisionOption precisionOption;

  @Mixin private BackendOptions backendOptions;

  @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    Replay replay =
        prepare(json ? terminal.withoutResults() : terminal, () -> Replay.offerToGoOn(terminal));
    Map<String, Object> summary = run(replay);
    if (json) {
      Map<String, Object> printed = new LinkedHashMap<>(summary);
      if (!replay.wholeModel().isEmpty()) {
        printed.put("whole_model", replay.wholeModel());
      }
      terminal.print(Json.render(printed));
    }
    if (replay.failure().isPresent()) {
      terminal.remark("onnxfi: " + replay.failure().get());
      return ExitCode.DISAGREEMENT;
    }
    return ExitCode.DONE;
  }

  /** The replay of another command that has these options. */
  static ReplayCommand of(List<String> options) {
    ReplayCommand command = new ReplayCommand();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(options.toArray(String[]::new));
    return command;
  }

  /** Gives each fault about so many images, unless the options say otherwise. */
  ReplayCommand withAboutImages(int perFault) {
    sampling.about(perFault);
    return this;
  }

  /**
   * Reads and checks everything.
   *
   * @param spoken where results and progress go
   * @param farewell what to do and say if it is interrupted
   */
  Replay prepare(Terminal spoken, Runnable farewell) {
    ReplayPlan plan = plan(spoken);
    backendOptions.noteBatch(model, plan.campaign(), spoken);
    if (onlyOutput(plan).type() == ElementType.DOUBLE) {
      spoken.notes(List.of(model + ": its scores are double and are compared as float"));
    }
    spoken.notes(plan.campaign().images().notes());
    if (plan.manifest().get("options") instanceof Map<?, ?> options
        && options.containsKey("precision")) {
      spoken.remark("reduced precision: " + options.get("precision"));
    }
    return new Replay(plan, spoken, farewell);
  }

  private static ValueInfo onlyOutput(ReplayPlan plan) {
    return plan.campaign().model().outputs().get(0);
  }

  /** Runs what was prepared; returns the summary. */
  Map<String, Object> run(Replay replay) {
    List<Backend> backends = backendOptions.open();
    try {
      Preflight preflight = new Preflight(model.toString(), replay.plan().campaign());
      backends.forEach(preflight::run);
      return replay.run(backends);
    } finally {
      backends.forEach(Backend::close);
    }
  }

  /** Reads and checks everything before anything runs. */
  private ReplayPlan plan(Terminal spoken) {
    backendOptions.ids();
    OnnxModel onnx = data.model(model);
    requireApart(onnx);
    FaultList all = FaultList.read(faults);
    spoken.notes(all.notes());
    FaultList list = all.select(selected(all.rows().size()));
    spoken.notes(ReplayableList.require(list));
    FaultModel faultModel = FaultModel.parse(fault);
    Precision precision = precisionOption.precision(all);
    FaultResolver resolver = new FaultResolver(onnx).reading(all);
    Terminal.of(spec).notes(resolver.notes().stream().map(note -> faults + ": " + note).toList());
    List<Fault> planned =
        resolver.resolve(list).stream().map(site -> new Fault(site, faultModel)).toList();
    Campaign whole =
        new Campaign(
            precision.applyTo(onnx),
            planned,
            data.testImages(images),
            data.normalization(onnx.metadata()),
            backendOptions.batch(onnx),
            nanRule);
    new Preflight(model.toString(), whole).check();
    ImageSample drawn = sampling.draw(list, whole.images().size(), whole.batch(), seed, spoken);
    Campaign campaign = whole.sampled(drawn);
    Map<String, Object> manifest =
        ReplayPlan.manifest(
            model, describeFaults(all.rows().size(), planned.size()), whole, precision);
    manifest.putAll(sampling.describe(drawn, seed));
    return new ReplayPlan(
        campaign,
        list,
        manifest,
        out,
        backendOptions.engine(faultOrder()),
        faultOrder(),
        backendOptions.threads(),
        verifyShare(),
        sampling.rate(),
        sampling.rule(),
        resume);
  }

  /** A run may be repeated in its folder, but not on what is read from there. */
  private void requireApart(OnnxModel onnx) {
    List<Path> read = new ArrayList<>(List.of(model, faults));
    read.addAll(onnx.externalFiles());
    sampling.drawn().ifPresent(read::add);
    OutputFiles.requireApart("--out " + out, new RunDirectory(out).files(), read);
  }

  private double verifyShare() {
    if (!(verify >= 0 && verify <= 100)) {
      throw MalformedInputException.of("--verify", "0 to 100 percent", Double.toString(verify));
    }
    return verify / 100;
  }

  private Order faultOrder() {
    if (sampling.stops()) {
      return Order.random(seed);
    }
    return switch (order) {
      case "list" -> Order.list();
      case "random" -> Order.random(seed);
      default -> throw MalformedInputException.of("--order", "list or random", "'" + order + "'");
    };
  }

  private int[] selected(int size) {
    int[] candidates =
        rows == null ? IntStream.range(0, size).toArray() : RowSelection.ranges(rows, size);
    return sample == null ? candidates : RowSelection.sample(candidates, sample, seed);
  }

  private Map<String, Object> describeFaults(int listed, int count) {
    Map<String, Object> described = new LinkedHashMap<>(ReplayPlan.file(faults));
    described.put("listed", listed);
    described.put("rows", rows == null ? "all" : rows);
    if (sample != null) {
      described.put("sample", sample);
      described.put("seed", seed);
      described.put("generator", RowSelection.GENERATOR);
    }
    described.put("selected", count);
    described.put("fault", fault);
    return described;
  }
}
