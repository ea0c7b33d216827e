package io.onnxfi.backend;

import java.util.Objects;

/**
 * How frameworks are to compute; each takes what concerns it.
 *
 * @param device where
 * @param optimization how far the graph may be rewritten
 */
public record BackendSettings(DeviceRequest device, Optimization optimization) {
  /** The processor, at the fastest level. */
  public static final BackendSettings DEFAULT =
      new BackendSettings(DeviceRequest.CPU, Optimization.ALL);

  /** Checks that nothing is missing. */
  public BackendSettings {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(optimization, "optimization");
  }
}
