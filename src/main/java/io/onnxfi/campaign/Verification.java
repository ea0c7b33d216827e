package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs a random share of a campaign's faults again, the slow way, and compares every count. */
public final class Verification {
  private final Campaign campaign;
  private final int[] positions;

  /**
   * A verification.
   *
   * @param share of the faults, above 0 and up to 1; at least one fault is run
   * @param seed of the draw
   */
  public Verification(Campaign campaign, double share, long seed) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is above 0 and up to 1, not " + share);
    }
    this.campaign = campaign;
    int faults = campaign.size();
    int count = Math.max(1, (int) Math.round(share * faults));
    this.positions = RowSelection.sample(IntStream.range(0, faults).toArray(), count, seed);
  }

  /** Number of faults that are run again. */
  public int size() {
    return positions.length;
  }

  /**
   * Runs the drawn faults with the plain engine.
   *
   * @param found the counts to check, by the place of the fault in the campaign
   * @return the first difference, in words
   */
  public Optional<String> run(Backend backend, int workers, List<OutcomeCounts> found) {
    Campaign part = campaign.at(positions);
    List<String> differences = new ArrayList<>();
    new LocalDriver(PlainEngine.factory(workers))
        .run(
            part,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String id, GoldenOutputs golden) {}

              @Override
              public void outcome(String id, FaultOutcome expected) {
                OutcomeCounts other = found.get(positions[expected.position()]);
                if (!other.equals(expected.counts())) {
                  differences.add(
                      "fault %d of the campaign in %s: the plain engine counts %s, found %s"
                          .formatted(positions[expected.position()], id, expected.counts(), other));
                }
              }
            });
    return differences.stream().findFirst();
  }
}
