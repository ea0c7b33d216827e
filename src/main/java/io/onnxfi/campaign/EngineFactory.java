package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import java.util.List;

/** Opens engines of one kind, with the same threads and memory. */
@FunctionalInterface
public interface EngineFactory {
  /**
   * Opens an engine; nothing is computed yet.
   *
   * @param backend stays open for as long as the engine does
   * @param faults places of the faults that there will be shards of, for which it may prepare
   */
  Engine open(Campaign campaign, Backend backend, List<Integer> faults);
}
