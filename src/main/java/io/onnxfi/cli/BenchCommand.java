package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.ReplayableList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.fault.StoredFault;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.report.Json;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.EngineBench;
import io.onnxfi.run.Execution;
import io.onnxfi.run.GrowthBench;
import io.onnxfi.run.Machine;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.OnnxFi;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
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
    footer = {
      "",
      "Examples:",
      "  onnxfi bench --model resnet20.onnx --faults ResNet20_FL.csv --dataset cifar10",
      "  onnxfi bench --model resnet20.onnx --faults ResNet20_FL.csv \\",
      "               --dataset cifar10 --growth --images 500 --sample 80"
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

  @Mixin private BackendOptions backends;

  @Option(names = "--json", description = "Print the figures as JSON instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    LabelledImages all = data.testImages();
    terminal.notes(all.notes());
    int most = growth ? all.size() / GrowthBench.STEP : all.size();
    int count = images == null ? Math.min(USUAL_IMAGES, most) : images;
    if (growth && count > most) {
      throw MalformedInputException.of(
          "--images",
          "at most %d with --growth, which uses up to %d times as many"
              .formatted(most, GrowthBench.STEP),
          Integer.toString(count));
    }
    OnnxModel onnx = data.model(model).load();
    FaultList whole = FaultList.read(faults);
    terminal.notes(whole.notes());
    FaultResolver names = new FaultResolver(onnx).reading(whole);
    terminal.notes(names.notes().stream().map(note -> whole.source() + ": " + note).toList());
    BiFunction<Integer, Integer, Campaign> campaigns =
        (rows, shown) -> campaign(onnx, names, sampled(whole, rows), DataSource.first(all, shown));
    Campaign campaign = campaigns.apply(sample, count);
    Preflight preflight = new Preflight(model.toString(), campaign);
    preflight.check();
    for (BackendProvider provider : backends.providers()) {
      try (Backend backend = provider.open(backends.settings())) {
        preflight.run(backend);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("onnxfi", OnnxFi.version());
    figures.put("machine", Machine.describe());
    Execution execution = backends.execution(false, 0);
    boolean exact = true;
    try (RunNarrator narrator = RunNarrator.resumable(terminal)) {
      for (BackendProvider provider : backends.providers()) {
        if (growth) {
          figures.put(provider.id(), growth(provider, campaigns, count, execution, narrator));
        } else {
          EngineBench bench = new EngineBench(backends.settings(), execution, narrator);
          bench.run(provider, campaign);
          terminal.print(json ? "" : bench.text());
          figures.put(provider.id(), bench.json());
          exact &= bench.isExact();
        }
      }
    }
    if (json) {
      terminal.print(Json.render(figures));
    }
    return exact ? ExitCode.DONE : ExitCode.DISAGREEMENT;
  }

  private Object growth(
      BackendProvider provider,
      BiFunction<Integer, Integer, Campaign> campaigns,
      int count,
      Execution execution,
      RunNarrator narrator) {
    try (Backend backend = provider.open(backends.settings())) {
      GrowthBench bench = new GrowthBench(backend, execution, narrator);
      bench.run(backend, campaigns, sample, count);
      Terminal.of(spec).print(json ? "" : bench.text());
      return bench.json();
    }
  }

  private FaultList sampled(FaultList whole, int rows) {
    int[] all = IntStream.range(0, whole.rows().size()).toArray();
    FaultList list = whole.select(RowSelection.sample(all, rows, seed));
    ReplayableList.require(list);
    return list;
  }

  private Campaign campaign(
      OnnxModel onnx, FaultResolver names, FaultList list, LabelledImages shown) {
    List<StoredFault> planned =
        names.resolve(list).stream()
            .map(site -> new StoredFault(site, new FaultModel.BitFlip()))
            .toList();
    return new Campaign(
        onnx,
        planned,
        shown,
        data.normalization(onnx.metadata()),
        ModelSource.batch(onnx, backends.batch()),
        NanRule.NUMPY);
  }
}
