package io.onnxfi.cli;

import io.onnxfi.attribution.Attribution;
import io.onnxfi.attribution.DifferingTrial;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.report.AttributionBinding;
import io.onnxfi.report.AttributionSummary;
import io.onnxfi.report.AttributionTable;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunLock;
import io.onnxfi.run.AttributionRun;
import io.onnxfi.run.RecordedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi attribute}: why the outcomes of faults differ. */
@Command(
    name = "attribute",
    description = "Finds out by experiment why faults differ between two frameworks.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Each fault that differs is run again on the images that differ: as recorded, judged by the"
          + " other NaN rule, operator by operator on equal inputs, and with other optimisation"
          + " levels, threads and batches. Writes attribution.csv into the run directory; or, with"
          + " published counts, for which the list's own precision is tried as well,"
          + " attribution-published.csv.",
      "",
      "Examples:",
      "  onnxfi attribute run1 --model resnet20.onnx --dataset cifar10",
      "  onnxfi attribute run1 --model resnet20.onnx --dataset cifar10 --sample 50",
      "  onnxfi attribute run1 --model resnet20.onnx --dataset cifar10 \\",
      "                   --published ResNet20_FL.csv --backend ort"
    })
final class AttributeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "A finished run directory.")
  private Path path;

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      required = true,
      description = "The model of the run.")
  private Path model;

  @Mixin private DataOptions data;

  @Option(
      names = "--images-per-fault",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "Examine the first N differing images of each fault (default: ${DEFAULT-VALUE}).")
  private int imagesPerFault;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Examine only N of the differing faults, drawn at random without replacement.")
  private Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of --sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--published",
      paramLabel = "L.csv",
      description = "Compare with the outcomes of this list instead of the other framework.")
  private Path published;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "With --published: ort or djl (default: the first of the run).")
  private String backend;

  @Option(
      names = "--tolerance",
      paramLabel = "IMAGES",
      defaultValue = "3",
      description =
          "With --published: counts match if they differ by at most this many (default:"
              + " ${DEFAULT-VALUE}).")
  private long tolerance;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "With --published: threads of the engine (default: the number of processors).")
  private Integer threads;

  @Option(names = "--json", description = "Print the attributions as JSON instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requirePositive("--images-per-fault", imagesPerFault);
    requirePositive("--threads", threads == null ? 1 : threads);
    if (tolerance < 0) {
      throw MalformedInputException.of("--tolerance", "images from 0", Long.toString(tolerance));
    }
    if (published == null && backend != null) {
      throw MalformedInputException.of("--backend", "--published LIST with it", "no list");
    }
    Terminal terminal = Terminal.of(spec);
    RecordedRun run =
        RecordedRun.read(new RunDirectory(path), data.model(model), data.source(null));
    terminal.notes(run.campaign().images().notes());
    if (run.campaign().hasFixedBatch()) {
      throw MalformedInputException.of(
          model.toString(),
          "a model that accepts single images, which are examined one by one",
          "batches of %d only".formatted(run.campaign().batch()));
    }
    RunLock lock = run.directory().lock();
    try {
      AttributionSummary summary;
      try (RunNarrator narrator = RunNarrator.resumable(terminal)) {
        AttributionRun work = new AttributionRun(run, narrator);
        summary =
            published == null ? betweenBackends(run, work, narrator) : withPublished(run, work);
      }
      terminal.print(json ? Json.render(summary.json()) : "\n" + summary.text() + "\n");
    } finally {
      lock.close();
    }
    return ExitCode.DONE;
  }

  private AttributionSummary betweenBackends(
      RecordedRun run, AttributionRun work, RunNarrator narrator) {
    List<String> sides = run.backends();
    if (sides.size() != 2) {
      throw MalformedInputException.of(
          path.toString(), "a run of two backends, or --published LIST", sides.toString());
    }
    String left = sides.get(0);
    String right = sides.get(1);
    List<DifferingTrial> differing = work.differing(left, right, imagesPerFault);
    List<DifferingTrial> examined = sampled(differing);
    long images = examined.stream().mapToLong(fault -> fault.images().size()).sum();
    narrator.begin("Attribution", "images", images);
    List<Attribution> attributions = work.attribute(examined, left, right);
    AttributionTable.write(
        run.directory().attribution(), run.outcomes(left).list(), left, right, attributions);
    AttributionBinding.write(run.directory(), List.of(left, right));
    return summary(run, title(run, left), title(run, right), differing.size(), attributions);
  }

  private AttributionSummary withPublished(RecordedRun run, AttributionRun work) {
    String side = backend == null ? run.backends().get(0) : backend;
    if (!run.backends().contains(side)) {
      throw MalformedInputException.of("--backend", "one of " + run.backends(), "'" + side + "'");
    }
    if (!run.campaign().sample().isAll()) {
      throw MalformedInputException.of(
          path.toString(),
          "for --published, a run of all faults on the same images",
          "images drawn for each fault");
    }
    FaultList list = FaultList.read(published);
    Terminal.of(spec).notes(list.notes());
    List<DifferingTrial> differing = work.differing(side, list);
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    List<Attribution> attributions =
        work.attribute(sampled(differing), list, side, workers, tolerance);
    AttributionTable.write(
        run.directory().file("attribution-published.csv"),
        run.outcomes(side).list(),
        side,
        "published",
        attributions);
    return summary(run, title(run, side), "published", differing.size(), attributions);
  }

  private static String title(RecordedRun run, String id) {
    return run.manifest().neededText("backends", id, "framework");
  }

  private AttributionSummary summary(
      RecordedRun run, String left, String right, long differing, List<Attribution> attributions) {
    String drawn =
        attributions.size() == differing
            ? ""
            : "drawn at random with seed %d of %s".formatted(seed, RowSelection.GENERATOR);
    return new AttributionSummary(
        left, right, run.campaign().faults().size(), differing, drawn, attributions);
  }

  private List<DifferingTrial> sampled(List<DifferingTrial> differing) {
    if (sample == null || differing.isEmpty()) {
      return differing;
    }
    int[] all = IntStream.range(0, differing.size()).toArray();
    return IntStream.of(RowSelection.sample(all, sample, seed)).mapToObj(differing::get).toList();
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw MalformedInputException.of(option, "at least 1", Integer.toString(value));
    }
  }
}
