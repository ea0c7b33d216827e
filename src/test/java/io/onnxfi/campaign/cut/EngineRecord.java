package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.Cuts;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.outcome.GoldenOutputs;
import java.util.Map;
import java.util.TreeMap;

/** What a campaign came to in some engine: where it was cut, and what each fault did. */
final class EngineRecord implements CampaignListener {
  private final Campaign campaign;
  private final Map<Integer, FaultOutcome> outcomes = new TreeMap<>();
  private Cuts cuts = new Cuts(0, Map.of());

  private EngineRecord(Campaign campaign) {
    this.campaign = campaign;
  }

  /** Runs a campaign. */
  static EngineRecord of(LocalDriver driver, Campaign campaign, Backend backend) {
    EngineRecord record = new EngineRecord(campaign);
    driver.run(campaign, backend, record);
    assertThat(record.outcomes).hasSize(campaign.size());
    return record;
  }

  @Override
  public void golden(String backend, GoldenOutputs golden) {
    assertThat(golden.images()).isEqualTo(campaign.workload().size());
  }

  @Override
  public void planned(String backend, Cuts planned) {
    cuts = planned;
  }

  @Override
  public void outcome(String backend, FaultOutcome outcome) {
    assertThat(outcomes.put(outcome.position(), outcome)).as("each fault once").isNull();
  }

  /** Where it was cut. */
  Cuts cuts() {
    return cuts;
  }

  /** Requires the outcomes of another engine. */
  void assertSameAs(EngineRecord expected) {
    expected.outcomes.forEach(
        (position, outcome) -> {
          FaultOutcome found = outcomes.get(position);
          assertThat(found.counts())
              .as("%s", campaign.injection(position))
              .isEqualTo(outcome.counts());
          assertThat(found.images()).isEqualTo(outcome.images());
        });
  }
}
