package io.onnxfi.agreement;

import io.onnxfi.fault.ImageCounts;
import java.util.Collection;

/**
 * Sums over faults: numbers of (fault, image) pairs.
 *
 * @param faults number of faults
 * @param pairs faults × images
 * @param masked pairs with unchanged outputs
 * @param nonCritical pairs with changed outputs and the same prediction
 * @param critical pairs with another prediction
 */
public record Totals(long faults, long pairs, long masked, long nonCritical, long critical) {
  /** Adds up counts. */
  public static Totals of(Collection<ImageCounts> counts) {
    return new Totals(
        counts.size(),
        counts.stream().mapToLong(ImageCounts::images).sum(),
        counts.stream().mapToLong(ImageCounts::masked).sum(),
        counts.stream().mapToLong(ImageCounts::nonCritical).sum(),
        counts.stream().mapToLong(ImageCounts::critical).sum());
  }
}
