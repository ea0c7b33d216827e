package io.onnxfi.attribution;

import java.util.List;
import java.util.Objects;

/**
 * What an experiment found.
 *
 * @param cause the cause
 * @param images numbers of the images it explains; empty if it explains counts
 * @param evidence what was run and what came, with numbers
 */
public record Finding(Cause cause, List<Integer> images, String evidence) {
  /** Checks and copies. */
  public Finding {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(evidence, "evidence");
    images = List.copyOf(images);
  }
}
