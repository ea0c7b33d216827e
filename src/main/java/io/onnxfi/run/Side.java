package io.onnxfi.run;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.ImageConfusion;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.MissedPairs;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Sample;
import io.onnxfi.sampling.Strata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One side of a comparison.
 *
 * @param name for people: the file, or the run and its framework
 * @param backend the framework of a run, by its id; none of a file
 * @param outcomes its trials
 * @param images outcomes per image, if it is part of a run that has them
 * @param drawn which images were drawn for each fault, if they were
 * @param missed critical pairs that the counts may lack, as not all pairs were run
 * @param notes what was assumed, and what is not known, a sentence each
 */
public record Side(
    String name,
    Optional<String> backend,
    Outcomes outcomes,
    Optional<ImageConfusion.Side> images,
    Optional<Path> drawn,
    MissedPairs missed,
    List<String> notes) {
  /** Copies. */
  public Side {
    notes = List.copyOf(notes);
  }

  /**
   * The sides in a file or a folder.
   *
   * @param path an outcomes CSV, a published list, a table of critical counts, or a run directory
   *     with a side per framework
   * @throws MalformedInputException if it is none of these, or an unfinished run
   */
  public static List<Side> of(Path path) {
    return SideReader.read(path);
  }

  /**
   * Every pair within one run.
   *
   * @throws MalformedInputException if it has one side only
   */
  public static List<Pair<Side>> pairs(Path run) {
    List<Side> sides = of(run);
    if (sides.size() < 2) {
      throw MalformedInputException.of(
          run.toString(), "a run of two backends, or a second side", sides.size() + " side");
    }
    return Pair.of(sides);
  }

  /**
   * Every pair to compare: framework by framework of two runs, or all combinations.
   *
   * @throws MalformedInputException if two runs have no framework in common
   */
  public static List<Pair<Side>> pairs(Path left, Path right) {
    boolean areRuns = RunDirectory.isRun(left) && RunDirectory.isRun(right);
    SideReader.requireEnded(left);
    SideReader.requireEnded(right);
    List<Side> lefts = of(left);
    List<Side> rights = of(right);
    List<Pair<Side>> pairs = new ArrayList<>();
    for (Side a : lefts) {
      for (Side b : rights) {
        if (!areRuns || a.backend.equals(b.backend)) {
          pairs.add(new Pair<>(a, b));
        }
      }
    }
    if (pairs.isEmpty()) {
      throw MalformedInputException.of(
          left + " and " + right, "a backend that both runs have", "none");
    }
    return pairs;
  }

  /**
   * How it compares with another side.
   *
   * @param by what faults are weighted by, if the sample allows it
   * @throws MalformedInputException if the sides were run on other images, or their files do not
   *     belong together
   */
  public ComparisonReport compare(Side other, Margin margin, Strata by, Tolerance tolerance) {
    requireSameImages(other);
    requireWhole();
    other.requireWhole();
    Comparison comparison = Comparison.of(outcomes, other.outcomes);
    Optional<List<Confusion>> perFault =
        images.isPresent() && other.images.isPresent()
            ? Optional.of(ImageConfusion.perFault(comparison, images.get(), other.images.get()))
            : Optional.empty();
    return ComparisonReport.of(name, other.name, comparison, perFault, margin, by, tolerance);
  }

  /**
   * The critical rate of the model, and of its parts.
   *
   * @param by factors of which each pair of levels is a part too; none or two
   * @throws MalformedInputException if there are fewer than two faults, or its files do not belong
   *     together
   */
  public EstimateReport estimate(RateEstimator rate, List<Factor> by) {
    requireWhole();
    List<TrialOutcome> sample = Sample.of(outcomes);
    if (sample.size() < 2) {
      throw MalformedInputException.of(name, "at least 2 faults", Integer.toString(sample.size()));
    }
    return EstimateReport.of(name, sample, missed, rate, by);
  }

  /**
   * Requires that outcomes and images, if there are any, tell the same.
   *
   * @throws MalformedInputException naming the first difference
   */
  private void requireWhole() {
    images.ifPresent(ImageConfusion.Side::check);
  }

  /** Of the faults that both have; a list alone does not tell. */
  private void requireSameImages(Side other) {
    if (images.isEmpty() || other.images.isEmpty()) {
      return;
    }
    if (drawn.isPresent() != other.drawn.isPresent()) {
      throw otherImages(
          other, "all %s on one side, drawn ones on the other".formatted(outcomes.unit()));
    }
    if (drawn.isPresent()) {
      DrawnImages.read(drawn.get())
          .firstDifference(DrawnImages.read(other.drawn.get()))
          .ifPresent(
              injection -> {
                throw otherImages(
                    other,
                    "other %s for injection %d (%s)"
                        .formatted(outcomes.unit(), injection, DrawnImages.FILE));
              });
    }
  }

  private MalformedInputException otherImages(Side other, String found) {
    return MalformedInputException.of(
        name + " and " + other.name,
        "the same %s for each fault".formatted(outcomes.unit()),
        found);
  }
}
