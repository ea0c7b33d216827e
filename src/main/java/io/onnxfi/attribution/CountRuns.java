package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.injection.Injections;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.Arrays;
import java.util.List;

/** Runs faults over all images of a campaign and counts. */
final class CountRuns {
  private CountRuns() {}

  /** Counts of these faults, in order. */
  static List<ImageCounts> counts(
      Campaign campaign, LocalDriver driver, Backend backend, List<DifferingTrial> faults) {
    ImageCounts[] counts = new ImageCounts[faults.size()];
    driver.run(
        campaign.with(Injections.of(faults.stream().map(DifferingTrial::edit).toList())),
        backend,
        new CampaignListener() {
          @Override
          public void golden(String id, GoldenOutputs golden) {}

          @Override
          public void outcome(String id, FaultOutcome outcome) {
            OutcomeCounts c = outcome.counts();
            counts[outcome.position()] =
                new ImageCounts(c.images(), c.masked(), c.nonCritical(), c.critical());
          }
        });
    return Arrays.asList(counts);
  }

  /** As {@code 14/9985/1}: masked, non_critical, critical. */
  static String text(ImageCounts counts) {
    return "%d/%d/%d".formatted(counts.masked(), counts.nonCritical(), counts.critical());
  }
}
