package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.Stopwatch;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.injection.Ranges;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import io.onnxfi.workload.ImageWorkload;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** How the cutting engine's time grows with faults, images and depth, in one backend. */
final class GrowthBench {
  /** From the smallest to the usual, and from there to the largest. */
  static final int STEP = 4;

  private static final List<String> DEPTHS = List.of("resnet20", "resnet32", "resnet44");
  private static final long SEED = 1;

  private final Execution execution;
  private final RunListener listener;
  private final List<Map<String, Object>> figures = new ArrayList<>();
  private final TextTable table;

  /** A bench of one framework. */
  GrowthBench(Backend backend, Execution execution, RunListener listener) {
    this.execution = execution;
    this.listener = listener;
    this.table =
        new TextTable(
            backend.title(),
            "faults",
            "images",
            "seconds",
            "inferences/s",
            "ns per unavoidable MMAC");
  }

  /**
   * Runs from a quarter of the faults to four times as many, the same for the images, and some
   * depths.
   *
   * @param campaigns makes a campaign of this many faults and images
   */
  void run(
      Backend backend, BiFunction<Integer, Integer, Campaign> campaigns, int faults, int images) {
    Campaign small = campaigns.apply(faults / STEP, images / STEP);
    Stopwatch.run(execution.engines(), small, backend); // the first run pays for starting up
    for (int count : new int[] {faults / STEP, faults, faults * STEP}) {
      time("more faults", campaigns.apply(count, images), backend);
    }
    for (int count : new int[] {images / STEP, images, images * STEP}) {
      time("more images", campaigns.apply(faults, count), backend);
    }
    for (String depth : DEPTHS) {
      time(depth + ", random weights", random(depth, campaigns.apply(faults, images)), backend);
    }
  }

  /** The same campaign on another architecture: as many faults, drawn over its weights. */
  private static Campaign random(String architecture, Campaign like) {
    LabelledImages images = ((ImageWorkload) like.workload()).images();
    ImageSize size = new ImageSize(images.channels(), images.height(), images.width());
    OnnxModel model =
        Zoo.architecture(architecture, size, images.classes()).build(new RandomParameters(SEED));
    FaultList drawn = FaultSampler.draw(model, like.size(), SEED);
    Injections trials =
        PlacedTrials.of(
            model, new FaultResolver(model), drawn, new BitFlip(), Ranges.UNKNOWN, SEED);
    return new Campaign(model, trials, like.workload(), like.batch(), like.nanRule());
  }

  private void time(String what, Campaign campaign, Backend backend) {
    Stopwatch run = Stopwatch.run(execution.engines(), campaign, backend);
    int faults = campaign.size();
    int images = campaign.workload().size();
    double rate = (double) faults * images / run.seconds();
    double work = new MultiplyAdds(campaign, backend).floor(run.effort()) / 1e6;
    listener.remark("%s: %.1f s".formatted(what, run.seconds()));
    table.row(
        what,
        Figures.count(faults),
        Figures.count(images),
        String.format(Locale.ROOT, "%.1f", run.seconds()),
        Figures.count(Math.round(rate)),
        String.format(Locale.ROOT, "%,.0f", run.seconds() * 1e9 / work));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("what", what);
    entry.put("faults", faults);
    entry.put("images", images);
    entry.put("seconds", run.seconds());
    entry.put("inferences_per_second", rate);
    entry.put("unavoidable_mmac", work);
    figures.add(entry);
  }

  /** A table for people. */
  String text() {
    return table.render() + "\n";
  }

  /** The same figures for programs. */
  List<Map<String, Object>> json() {
    return figures;
  }
}
