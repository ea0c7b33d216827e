package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.Locale;

/**
 * ONNX Runtime's graph optimisation levels. Each may change the arithmetic, so results are only
 * comparable bit by bit within one level.
 */
public enum Optimization {
  /** The graph as it is. */
  NONE(OptLevel.NO_OPT),
  /** Constant folding, batch normalisation folded into convolutions. */
  BASIC(OptLevel.BASIC_OPT),
  /** Also convolution and activation fused. */
  EXTENDED(OptLevel.EXTENDED_OPT),
  /** Also blocked memory layouts and fused additions: the fastest. */
  ALL(OptLevel.ALL_OPT);

  private final OptLevel level;

  Optimization(OptLevel level) {
    this.level = level;
  }

  OptLevel level() {
    return level;
  }

  /** As on the command line: {@code none}, {@code basic}, {@code extended}, {@code all}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
