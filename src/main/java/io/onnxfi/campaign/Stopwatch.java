package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.List;

/**
 * One timed run of a campaign.
 *
 * @param seconds from before the golden run to the last outcome
 * @param counts by fault
 * @param effort of an engine that reports it
 * @param whole initializers whose faults ran the whole model in an engine that cuts
 */
public record Stopwatch(
    double seconds, List<OutcomeCounts> counts, Effort effort, List<String> whole) {
  /** Copies. */
  public Stopwatch {
    counts = List.copyOf(counts);
    whole = List.copyOf(whole);
  }

  /** Runs a campaign and looks at the clock. */
  public static Stopwatch run(EngineFactory engines, Campaign campaign, Backend backend) {
    OutcomeCounts[] counts = new OutcomeCounts[campaign.size()];
    var listener =
        new CampaignListener() {
          private Effort effort = Effort.NONE;
          private List<String> whole = List.of();

          @Override
          public void golden(String id, GoldenOutputs golden) {}

          @Override
          public void planned(String id, Cuts cuts) {
            whole = List.copyOf(cuts.whole().keySet());
          }

          @Override
          public void worked(String id, Effort worked) {
            effort = worked;
          }

          @Override
          public void outcome(String id, FaultOutcome outcome) {
            counts[outcome.position()] = outcome.counts();
          }
        };
    long start = System.nanoTime();
    new LocalDriver(engines).run(campaign, backend, listener);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Stopwatch(seconds, List.of(counts), listener.effort, listener.whole);
  }
}
