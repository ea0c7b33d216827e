package io.onnxfi.training;

import ai.djl.pytorch.jni.JniUtils;
import io.onnxfi.backend.djl.DjlBackend;
import java.util.function.Supplier;

/**
 * How many threads libtorch uses for one operation.
 *
 * <p>Campaigns want one thread per caller; a training has one caller only.
 */
final class EngineThreads {
  private EngineThreads() {}

  /** Does some work with that number of threads, then sets the old number again. */
  static <T> T during(int threads, Supplier<T> work) {
    DjlBackend.start().close(); // the engine sets a number of its own when it starts
    int before = JniUtils.getNumThreads();
    JniUtils.setNumThreads(threads);
    try {
      return work.get();
    } finally {
      JniUtils.setNumThreads(before);
    }
  }
}
