package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.EngineContract;
import io.onnxfi.campaign.EngineFactory;

class CutEngineContractTest extends EngineContract {
  @Override
  protected EngineFactory engines() {
    return CutEngine.factory(2, 1L << 28);
  }
}
