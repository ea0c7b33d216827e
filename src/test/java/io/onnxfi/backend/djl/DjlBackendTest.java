package io.onnxfi.backend.djl;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendContract;

class DjlBackendTest extends BackendContract {
  @Override
  protected Backend create() {
    return new DjlBackend();
  }
}
