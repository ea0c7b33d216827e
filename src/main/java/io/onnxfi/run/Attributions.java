package io.onnxfi.run;

import io.onnxfi.attribution.Attribution;
import io.onnxfi.attribution.DifferingTrial;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.report.AttributionBinding;
import io.onnxfi.report.AttributionSummary;
import io.onnxfi.report.AttributionTable;
import io.onnxfi.report.RunLock;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds out by experiment why faults of a finished run differ, and writes it into its folder.
 *
 * @param run that is examined
 * @param sample how many of the differing faults are drawn; all if empty
 * @param seed of the draw
 * @param listener told of what happens
 */
public record Attributions(RecordedRun run, OptionalInt sample, long seed, RunListener listener) {
  private static final String PUBLISHED = "published";

  /**
   * Between the two frameworks of the run: {@code attribution.csv}.
   *
   * @param imagesPerFault of the differing images of each fault, the first ones
   * @throws MalformedInputException if the run has not two frameworks, or its model takes no single
   *     images
   */
  public AttributionSummary betweenFrameworks(int imagesPerFault) {
    List<String> sides = run.backends();
    if (sides.size() != 2) {
      throw MalformedInputException.of(
          run.directory().path().toString(),
          "a run of two backends, or --published LIST",
          sides.toString());
    }
    String left = sides.get(0);
    String right = sides.get(1);
    return locked(
        work -> {
          List<DifferingTrial> differing = work.differing(left, right, imagesPerFault);
          List<DifferingTrial> examined = sampled(differing);
          listener.examining(
              examined.stream().mapToLong(fault -> fault.images().size()).sum(), unit());
          List<Attribution> attributions = work.attribute(examined, left, right);
          AttributionTable.write(
              run.directory().attribution(), run.outcomes(left).list(), left, right, attributions);
          AttributionBinding.write(run.directory(), List.of(left, right));
          return summary(title(left), title(right), differing.size(), attributions);
        });
  }

  /**
   * Between a framework of the run and published counts: {@code attribution-published.csv}.
   *
   * @param list with outcomes
   * @param backend of the run; its first if empty
   * @param threads of the engine
   * @param tolerance images by which counts that match may differ
   * @throws MalformedInputException if the run has no such framework, or drew images for each fault
   */
  public AttributionSummary withPublished(
      FaultList list, Optional<String> backend, int threads, long tolerance) {
    String side = backend.orElse(run.backends().get(0));
    if (!run.backends().contains(side)) {
      throw MalformedInputException.of("--backend", "one of " + run.backends(), "'" + side + "'");
    }
    if (!run.campaign().sample().isAll()) {
      throw MalformedInputException.of(
          run.directory().path().toString(),
          "for --published, a run of all faults on the same " + unit(),
          unit() + " drawn for each fault");
    }
    list.notes().forEach(listener::note);
    return locked(
        work -> {
          List<DifferingTrial> differing = work.differing(side, list);
          List<Attribution> attributions =
              work.attribute(sampled(differing), list, side, threads, tolerance);
          AttributionTable.write(
              run.directory().file("attribution-published.csv"),
              run.outcomes(side).list(),
              side,
              PUBLISHED,
              attributions);
          return summary(title(side), PUBLISHED, differing.size(), attributions);
        });
  }

  private SampleKind unit() {
    return run.campaign().workload().unit();
  }

  private AttributionSummary locked(Function<AttributionRun, AttributionSummary> work) {
    if (run.campaign().hasFixedBatch()) {
      throw MalformedInputException.of(
          run.spec().model().file().toString(),
          "a model that accepts single %s, which are examined one by one".formatted(unit()),
          "batches of %d only".formatted(run.campaign().batch()));
    }
    RunLock lock = run.directory().lock();
    try {
      return work.apply(new AttributionRun(run, listener));
    } finally {
      lock.close();
    }
  }

  private String title(String id) {
    return run.manifest().neededText("backends", id, "framework");
  }

  private AttributionSummary summary(
      String left, String right, long differing, List<Attribution> attributions) {
    String drawn =
        attributions.size() == differing
            ? ""
            : "drawn at random with seed %d of %s".formatted(seed, RowSelection.GENERATOR);
    return new AttributionSummary(
        left, right, run.campaign().size(), differing, drawn, attributions);
  }

  private List<DifferingTrial> sampled(List<DifferingTrial> differing) {
    if (sample.isEmpty() || differing.isEmpty()) {
      return differing;
    }
    int[] all = IntStream.range(0, differing.size()).toArray();
    return IntStream.of(RowSelection.sample(all, sample.getAsInt(), seed))
        .mapToObj(differing::get)
        .toList();
  }
}
