package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineContract;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.EngineScenario;
import io.onnxfi.campaign.Shard;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutEngineContractTest extends EngineContract {
  @Override
  protected EngineFactory engines() {
    return CutEngine.factory(2, 1L << 28);
  }

  @Test
  void shouldRefuseToPartABatchThatMattersAlthoughTheBackendDoesNotSaySo() {
    Campaign campaign = EngineScenario.COMPANY.campaign();
    try (Backend backend = EngineScenario.COMPANY.open();
        Engine engine = engines().open(campaign, backend, List.of(0))) {
      assertThatThrownBy(() -> engine.run(new Shard(List.of(0), 4, 7)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the model gives an image other bits in other batches");
    }
  }
}
