package io.onnxfi.campaign;

class PlainEngineContractTest extends EngineContract {
  @Override
  protected EngineFactory engines() {
    return PlainEngine.factory(2);
  }
}
