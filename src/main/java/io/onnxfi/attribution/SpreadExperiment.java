package io.onnxfi.attribution;

import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.fault.ImageCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Do the published counts lie within what one framework itself counts with options that only change
 * rounding?
 */
public final class SpreadExperiment implements CountExperiment {
  private final Campaign campaign;
  private final LocalDriver driver;
  private final List<Variant> variants;
  private final CountTolerance tolerance;

  /**
   * An experiment.
   *
   * @param variants the framework that measured, with other options
   * @param tolerance how far outside the spread a published count may lie
   */
  public SpreadExperiment(
      Campaign campaign, LocalDriver driver, List<Variant> variants, CountTolerance tolerance) {
    this.campaign = campaign;
    this.driver = driver;
    this.variants = List.copyOf(variants);
    this.tolerance = tolerance;
  }

  @Override
  public List<Optional<Finding>> examine(List<DifferingTrial> faults) {
    List<List<ImageCounts>> counts = new ArrayList<>();
    faults.forEach(fault -> counts.add(new ArrayList<>(List.of(fault.left().counts()))));
    for (Variant variant : variants) {
      List<ImageCounts> found =
          CountRuns.counts(campaign.withBatch(variant.batch()), driver, variant.backend(), faults);
      for (int i = 0; i < faults.size(); i++) {
        counts.get(i).add(found.get(i));
      }
    }
    List<Optional<Finding>> findings = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      findings.add(compare(counts.get(i), faults.get(i).right().counts()));
    }
    return findings;
  }

  private Optional<Finding> compare(List<ImageCounts> own, ImageCounts published) {
    boolean within =
        isWithin(own, published, ImageCounts::masked)
            && isWithin(own, published, ImageCounts::nonCritical)
            && isWithin(own, published, ImageCounts::critical);
    if (!within) {
      return Optional.empty();
    }
    String options = variants.stream().map(Variant::label).collect(Collectors.joining(", "));
    String evidence =
        "as recorded and with %s: masked %s, non_critical %s, critical %s; published %s: %s"
            .formatted(
                options,
                range(own, ImageCounts::masked),
                range(own, ImageCounts::nonCritical),
                range(own, ImageCounts::critical),
                CountRuns.text(published),
                tolerance.images() == 0
                    ? "within that"
                    : "within %d images of that".formatted(tolerance.images()));
    return Optional.of(new Finding(Cause.ROUNDING_OPTIONS, List.of(), evidence));
  }

  private boolean isWithin(
      List<ImageCounts> own, ImageCounts published, ToLongFunction<ImageCounts> column) {
    LongSummaryStatistics spread = own.stream().mapToLong(column).summaryStatistics();
    long value = column.applyAsLong(published);
    return value >= spread.getMin() - tolerance.images()
        && value <= spread.getMax() + tolerance.images();
  }

  private static String range(List<ImageCounts> own, ToLongFunction<ImageCounts> column) {
    LongSummaryStatistics spread = own.stream().mapToLong(column).summaryStatistics();
    return spread.getMin() == spread.getMax()
        ? Long.toString(spread.getMin())
        : spread.getMin() + " to " + spread.getMax();
  }
}
