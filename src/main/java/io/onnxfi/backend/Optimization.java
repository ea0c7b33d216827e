package io.onnxfi.backend;

import java.util.Locale;

/**
 * How far a framework may rewrite a graph before it runs it. Each level may change the arithmetic,
 * so results are only comparable bit by bit within one level. A framework that runs the graph as it
 * is has no levels.
 */
public enum Optimization {
  /** The graph as it is. */
  NONE,
  /** Constant folding, batch normalisation folded into convolutions. */
  BASIC,
  /** Also convolution and activation fused. */
  EXTENDED,
  /** Also blocked memory layouts and fused additions: the fastest. */
  ALL;

  /** As on the command line: {@code none}, {@code basic}, {@code extended}, {@code all}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
