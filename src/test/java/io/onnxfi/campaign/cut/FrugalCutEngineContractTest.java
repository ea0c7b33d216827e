package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.EngineContract;
import io.onnxfi.campaign.EngineFactory;

/** With memory for so few images that shards are run in chunks. */
class FrugalCutEngineContractTest extends EngineContract {
  @Override
  protected EngineFactory engines() {
    return CutEngine.factory(2, 1);
  }
}
