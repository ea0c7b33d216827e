package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.AttributionSummary;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Attributions;
import io.onnxfi.run.RecordedRun;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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
    modelTransformer = ArrayOptions.InPlaceOfImages.class,
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

  @Mixin private ModelOptions shape;

  @Mixin private ArrayOptions arrays;

  @Mixin private ProfileOption profile;

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
        RecordedRun.read(
            new RunDirectory(path),
            arrays.of(shape.source(model)),
            arrays.source(data, null),
            profile.file());
    terminal.notes(run.campaign().workload().notes());
    AttributionSummary summary;
    try (Narrator narrator = Narrator.ofRun(terminal)) {
      Attributions attributions =
          new Attributions(
              run, sample == null ? OptionalInt.empty() : OptionalInt.of(sample), seed, narrator);
      summary =
          published == null
              ? attributions.betweenFrameworks(imagesPerFault)
              : attributions.withPublished(
                  FaultList.read(published), Optional.ofNullable(backend), workers(), tolerance);
    }
    terminal.print(json ? Json.render(summary.json()) : "\n" + summary.text() + "\n");
    return ExitCode.DONE;
  }

  private int workers() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw MalformedInputException.of(option, "at least 1", Integer.toString(value));
    }
  }
}
