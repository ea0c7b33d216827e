package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Outcomes;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what a run directory has, and remarks on what it lacks. */
final class RunReader {
  private final RunDirectory run;
  private final List<String> remarks = new ArrayList<>();

  RunReader(RunDirectory run) {
    this.run = run;
  }

  RunResults read() {
    run.requireFinished();
    Manifest manifest = Manifest.read(run);
    Map<String, Object> summary = Json.read(run.file(RunDirectory.SUMMARY));
    List<RunSide> backends = backends(manifest, summary);
    if (backends.isEmpty()) {
      throw MalformedInputException.of(
          run.path().toString(), "a finished run (outcomes-*.csv)", "none");
    }
    Optional<RunSide> published =
        Files.exists(run.published())
            ? Optional.of(
                side(
                    RunSide.PUBLISHED,
                    RunSide.PUBLISHED,
                    Optional.empty(),
                    Outcomes.read(run.published()).on(manifest.unit())))
            : Optional.empty();
    backends.forEach(side -> requireSameFaults(backends.get(0), side));
    published.ifPresent(list -> requireSameFaults(backends.get(0), list));
    Optional<RecordedCauses> attribution = attribution();
    List<RunResults.Pair> pairs = pairs(backends, published);
    manifest
        .text("draw", "images_per_fault")
        .ifPresent(
            images ->
                remarks.add(
                    "Each fault was run on %s %s of its own, which are listed in %s."
                        .formatted(images, manifest.unit(), DrawnImages.FILE)));
    Map<String, LayerWork> work = LayerWork.of(summary, run.file(RunDirectory.SUMMARY).toString());
    return new RunResults(manifest, backends, published, pairs, attribution, work, remarks);
  }

  /** Causes of differences between other outcomes than these would be wrong. */
  private Optional<RecordedCauses> attribution() {
    if (!Files.exists(run.attribution())) {
      return Optional.empty();
    }
    if (!AttributionBinding.holds(run)) {
      remarks.add(
          "attribution.csv was made from other outcomes, so causes are left out; run onnxfi"
              + " attribute again.");
      return Optional.empty();
    }
    return Optional.of(RecordedCauses.read(run.attribution()));
  }

  private List<RunSide> backends(Manifest manifest, Map<String, Object> summary) {
    Map<String, CleanAccuracy> clean = clean(summary);
    List<RunSide> backends = new ArrayList<>();
    for (String id : ids(manifest)) {
      Optional<Outcomes> outcomes = run.readOutcomes(id);
      if (outcomes.isEmpty()) {
        remarks.add("outcomes-%s.csv is missing, so this side is left out.".formatted(id));
        continue;
      }
      Optional<CleanAccuracy> accuracy = Optional.ofNullable(clean.get(id));
      if (accuracy.isEmpty() && isLabelled(manifest)) {
        throw MalformedInputException.of(
            run.file(RunDirectory.SUMMARY).toString(), "images and clean_correct of " + id, "none");
      }
      RunSide side = side(id, title(id, manifest), accuracy, outcomes.get());
      images(side).check();
      requireSummed(side, summary);
      backends.add(side);
    }
    return backends;
  }

  /** Images are; of arrays it stands there. */
  private static boolean isLabelled(Manifest manifest) {
    return manifest.at("options", "judge").isEmpty()
        && (manifest.at("data", "inputs").isEmpty()
            || manifest.text("data", "labels_sha256").isPresent());
  }

  /** The summary was made of these outcomes. */
  private void requireSummed(RunSide side, Map<String, Object> summary) {
    if (!(summary.get("backends") instanceof List<?> backends)) {
      return;
    }
    for (Object backend : backends) {
      if (backend instanceof Map<?, ?> entry && side.id().equals(entry.get("backend"))) {
        Map<String, Object> sums = ComparisonReport.totals(side.totals());
        if (!entry.containsKey("non_finite")) {
          sums.remove("due"); // by an earlier version, to which it meant non_finite
        }
        sums.forEach(
            (key, sum) -> {
              Object summed = entry.get(key);
              if (summed != null && !String.valueOf(summed).equals(String.valueOf(sum))) {
                throw MalformedInputException.of(
                    "%s, %s of %s".formatted(run.file(RunDirectory.SUMMARY), key, side.id()),
                    "%s, the sum of %s".formatted(sum, side.outcomes().source()),
                    String.valueOf(summed));
              }
            });
      }
    }
  }

  /** The framework, and which one if there are several of it. */
  static String title(String id, Manifest manifest) {
    String framework = framework(id, manifest);
    long same =
        manifest.object("backends").keySet().stream()
            .filter(other -> framework(other, manifest).equals(framework))
            .count();
    return same > 1 ? "%s (%s)".formatted(framework, id) : framework;
  }

  private static String framework(String id, Manifest manifest) {
    return manifest.text("backends", id, "framework").orElse(id);
  }

  /** In the order of the manifest, then whatever else has outcomes. */
  private List<String> ids(Manifest manifest) {
    List<String> ids = new ArrayList<>(manifest.object("backends").keySet());
    run.backends().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
    return ids;
  }

  private static Map<String, CleanAccuracy> clean(Map<String, Object> summary) {
    Map<String, CleanAccuracy> clean = new TreeMap<>();
    if (summary.get("backends") instanceof List<?> backends) {
      for (Object backend : backends) {
        if (backend instanceof Map<?, ?> entry
            && entry.get("clean_correct") instanceof Number correct
            && entry.get("images") instanceof Number images
            && correct.longValue() <= images.longValue()) {
          clean.put(
              String.valueOf(entry.get("backend")),
              new CleanAccuracy(correct.longValue(), images.longValue()));
        }
      }
    }
    return clean;
  }

  private static RunSide side(
      String id, String title, Optional<CleanAccuracy> clean, Outcomes outcomes) {
    return new RunSide(id, title, outcomes, clean);
  }

  /** All files of a run have the same rows, so that row i is the same fault everywhere. */
  private static void requireSameFaults(RunSide first, RunSide other) {
    if (!first.outcomes().identities().equals(other.outcomes().identities())) {
      throw MalformedInputException.of(
          other.outcomes().source(),
          "the faults of " + first.outcomes().source() + ", row by row",
          "other faults");
    }
  }

  private List<RunResults.Pair> pairs(List<RunSide> backends, Optional<RunSide> published) {
    List<RunResults.Pair> pairs = new ArrayList<>();
    for (Pair<RunSide> both : Pair.of(backends)) {
      RunSide left = both.left();
      RunSide right = both.right();
      Comparison comparison = Comparison.of(left.outcomes(), right.outcomes());
      pairs.add(pair(left, right, comparison, images(comparison, left, right)));
    }
    for (RunSide backend : backends) {
      published.ifPresent(
          list ->
              pairs.add(
                  pair(
                      backend,
                      list,
                      Comparison.of(backend.outcomes(), list.outcomes()),
                      Optional.empty())));
    }
    return pairs;
  }

  private static RunResults.Pair pair(
      RunSide left, RunSide right, Comparison comparison, Optional<List<Confusion>> images) {
    return new RunResults.Pair(
        left,
        right,
        ComparisonReport.of(
            left.title(), right.title(), comparison, images, Margin.DEFAULT, Tolerance.DEFAULT));
  }

  private Optional<List<Confusion>> images(Comparison comparison, RunSide left, RunSide right) {
    List<String> missing =
        List.of(left, right).stream()
            .map(side -> run.images(side.id()))
            .filter(file -> !Files.exists(file))
            .map(file -> String.valueOf(file.getFileName()))
            .toList();
    if (!missing.isEmpty()) {
      remarks.add(
          "%s missing: the frameworks are not compared %s by %s."
              .formatted(
                  String.join(", ", missing), comparison.unit().one(), comparison.unit().one()));
      return Optional.empty();
    }
    return Optional.of(ImageConfusion.perFault(comparison, images(left), images(right)));
  }

  private ImageConfusion.Side images(RunSide side) {
    return ImageConfusion.Side.of(run, side.id(), side.outcomes());
  }
}
