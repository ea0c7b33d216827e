package io.onnxfi.fault;

import java.util.Locale;

/**
 * A reach along the axes of a tensor.
 *
 * <p>Of filters {@code [out, in/group, kH, kW]} and images {@code [channel, row, column]}, rows lie
 * along the last axis and columns along the one before it; rows and columns of a matrix are those
 * of the order of axes in which the list indexes it.
 */
public enum FixedReach implements Reach {
  /** The element itself. */
  ELEMENT,
  /** The elements that differ from it along the rows of a filter, an image or a matrix. */
  ROW,
  /** The elements that differ from it along the columns. */
  COLUMN,
  /**
   * All that belongs to its output channel: a filter, a row of {@code [out, in]}, a feature map.
   */
  CHANNEL,
  /** All weights of its input channel. */
  INPUT_CHANNEL,
  /** The whole tensor. */
  TENSOR;

  @Override
  public boolean needsElement() {
    return this != TENSOR;
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  /** An activation has no input channels. */
  @Override
  public boolean isOf(SiteKind kind) {
    return this != INPUT_CHANNEL || kind == SiteKind.WEIGHT;
  }

  /** As in lists: {@code input-channel}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
