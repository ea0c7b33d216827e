package io.onnxfi.fault;

import io.onnxfi.fault.pattern.ErrorPattern;
import java.util.Objects;

/**
 * The elements of an activation that one hardware fault corrupts together.
 *
 * @param pattern which those are
 */
public record PatternReach(ErrorPattern pattern) implements Reach {
  /** Checks that there is one. */
  public PatternReach {
    Objects.requireNonNull(pattern, "pattern");
  }

  @Override
  public boolean needsElement() {
    return pattern.isAnchored();
  }

  @Override
  public boolean isRandom() {
    return pattern.isRandom();
  }

  /** Patterns are what was computed wrong. */
  @Override
  public boolean isOf(SiteKind kind) {
    return kind == SiteKind.ACTIVATION;
  }

  /** As in lists: {@code bullet-wake:100}. */
  @Override
  public String toString() {
    return pattern.label();
  }
}
