package io.onnxfi.backend.ort;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendContract;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;

class OnnxRuntimeBackendTest extends BackendContract {
  @Override
  protected Backend create() {
    return OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
  }
}
