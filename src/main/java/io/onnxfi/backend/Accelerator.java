package io.onnxfi.backend;

import java.util.Objects;

/**
 * What a framework can compute on besides the processor.
 *
 * @param name of its kind: {@code CUDA}
 * @param isUsable whether it is there with all that the framework needs for it
 * @param detail which device, or the first thing that is missing
 */
public record Accelerator(String name, boolean isUsable, String detail) {
  /** Checks that nothing is missing. */
  public Accelerator {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(detail, "detail");
  }
}
