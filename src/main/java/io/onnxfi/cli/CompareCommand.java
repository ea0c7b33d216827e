package io.onnxfi.cli;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.ImageConfusion;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi compare}: two sets of outcomes against each other. */
@Command(
    name = "compare",
    description = "Compares the outcomes of the same faults on two sides.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each side is a run directory, an outcomes CSV or a published list. A run with two backends"
          + " is compared with itself if it is the only argument.",
      "",
      "The verdict is about the critical rates of all faults of the model, of which the list is a"
          + " sample: are they equivalent within --margin? It is decided by two one-sided tests at"
          + " 5 %%, clustered by fault, which allow for what faults too rare to be in the list"
          + " could change.",
      "",
      "Exit code 0 if the counts agree within --tolerance for --share of the faults, else 1,"
          + " whatever the verdict.",
      "",
      "Examples:",
      "  onnxfi compare run1",
      "  onnxfi compare run1 --margin 0.5",
      "  onnxfi compare run1/outcomes-ort.csv ResNet20_FL.csv --tolerance 3",
      "  onnxfi compare run1 run2 --json"
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "First side.")
  private Path left;

  @Parameters(index = "1", paramLabel = "B", arity = "0..1", description = "Second side.")
  private Path right;

  @Option(
      names = "--tolerance",
      paramLabel = "IMAGES",
      defaultValue = "5",
      description = "Critical counts may differ by this many images (default: ${DEFAULT-VALUE}).")
  private long tolerance;

  @Option(
      names = "--share",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description =
          "Share of the faults for which the counts must agree (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      defaultValue = "0.1",
      description =
          "Critical rates that differ by less are equivalent, in percentage points (default:"
              + " ${DEFAULT-VALUE}).")
  private double margin;

  @Option(names = "--json", description = "Print the comparison as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  /**
   * One side: its name, its outcomes and, if it is part of a run, its outcomes per image, and which
   * images were drawn for each fault.
   */
  private record Side(
      String name, Outcomes outcomes, Optional<ImageConfusion.Side> images, Optional<Path> drawn) {
    /** Of the faults that both have; a list alone does not tell. */
    private void requireSameImages(Side other) {
      if (images.isEmpty() || other.images.isEmpty()) {
        return;
      }
      if (drawn.isPresent() != other.drawn.isPresent()) {
        throw otherImages(other, "all images on one side, drawn ones on the other");
      }
      if (drawn.isPresent()) {
        DrawnImages.read(drawn.get())
            .firstDifference(DrawnImages.read(other.drawn.get()))
            .ifPresent(
                injection -> {
                  throw otherImages(
                      other,
                      "other images for injection %d (%s)".formatted(injection, DrawnImages.FILE));
                });
      }
    }

    private MalformedInputException otherImages(Side other, String found) {
      return MalformedInputException.of(
          name + " and " + other.name, "the same images for each fault", found);
    }
  }

  @Override
  public Integer call() {
    if (tolerance < 0 || !(share >= 0 && share <= 100)) {
      throw MalformedInputException.of(
          "--tolerance and --share",
          "images from 0 and a share from 0 to 100",
          tolerance + " and " + share);
    }
    if (!(margin > 0 && margin <= 100)) {
      throw MalformedInputException.of(
          "--margin", "above 0 and at most 100 percentage points", Double.toString(margin));
    }
    Terminal terminal = Terminal.of(spec);
    List<List<Side>> pairs = pairs();
    terminal.notes(
        pairs.stream()
            .flatMap(List::stream)
            .flatMap(side -> side.outcomes().notes().stream())
            .distinct()
            .toList());
    List<ComparisonReport> reports = pairs.stream().map(this::report).toList();
    if (json) {
      terminal.print(Json.render(reports.stream().map(ComparisonReport::json).toList()));
    } else {
      reports.forEach(report -> terminal.print("\n" + report.text() + "\n"));
    }
    return reports.stream().allMatch(ComparisonReport::agrees)
        ? ExitCode.DONE
        : ExitCode.DISAGREEMENT;
  }

  private ComparisonReport report(List<Side> pair) {
    Side a = pair.get(0);
    Side b = pair.get(1);
    a.requireSameImages(b);
    pair.forEach(side -> side.images().ifPresent(ImageConfusion.Side::check));
    Comparison comparison = Comparison.of(a.outcomes(), b.outcomes());
    Optional<List<Confusion>> images =
        a.images().isPresent() && b.images().isPresent()
            ? Optional.of(ImageConfusion.perFault(comparison, a.images().get(), b.images().get()))
            : Optional.empty();
    return ComparisonReport.of(
        a.name(),
        b.name(),
        comparison,
        images,
        Margin.ofPoints(margin),
        new Tolerance(tolerance, share / 100));
  }

  /** Every pair to compare: within one run, backend by backend of two runs, or all combinations. */
  private List<List<Side>> pairs() {
    List<Side> lefts = sides(left);
    if (right == null) {
      if (lefts.size() < 2) {
        throw MalformedInputException.of(
            left.toString(), "a run of two backends, or a second side", lefts.size() + " side");
      }
      return Pair.of(lefts).stream().map(pair -> List.of(pair.left(), pair.right())).toList();
    }
    List<Side> rights = sides(right);
    List<List<Side>> pairs = new ArrayList<>();
    boolean twoRuns = RunDirectory.isRun(left) && RunDirectory.isRun(right);
    for (Side a : lefts) {
      for (Side b : rights) {
        if (!twoRuns || backend(a).equals(backend(b))) {
          pairs.add(List.of(a, b));
        }
      }
    }
    if (pairs.isEmpty()) {
      throw MalformedInputException.of(
          left + " and " + right, "a backend that both runs have", "none");
    }
    return pairs;
  }

  private static String backend(Side side) {
    return side.outcomes().source();
  }

  private static List<Side> sides(Path path) {
    if (!Files.isDirectory(path)) {
      RunDirectory.requireFinishedAround(path);
      return List.of(
          new Side(path.toString(), Outcomes.read(path), Optional.empty(), Optional.empty()));
    }
    RunDirectory run = new RunDirectory(path);
    run.requireFinished();
    List<Side> sides = new ArrayList<>();
    for (String backend : run.backends()) {
      run.readOutcomes(backend)
          .ifPresent(
              outcomes ->
                  sides.add(
                      new Side(
                          path + " " + backend,
                          outcomes,
                          Optional.of(ImageConfusion.Side.of(run, backend, outcomes))
                              .filter(side -> Files.exists(side.images())),
                          Optional.of(run.file(DrawnImages.FILE)).filter(Files::exists))));
    }
    if (sides.isEmpty()) {
      throw MalformedInputException.of(path.toString(), "a finished run (outcomes-*.csv)", "none");
    }
    return sides;
  }
}
