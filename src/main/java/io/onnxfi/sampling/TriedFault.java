package io.onnxfi.sampling;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import java.util.List;
import java.util.Objects;

/**
 * A drawn fault and what its images said.
 *
 * @param layer as in the list
 * @param bit position in the element
 * @param images it was tried on, at least 1
 * @param critical images with another prediction
 */
public record TriedFault(String layer, int bit, long images, long critical) implements Cell {
  /** Checks the ranges. */
  public TriedFault {
    Objects.requireNonNull(layer, "layer");
    if (images < 1 || critical < 0 || critical > images) {
      throw new IllegalArgumentException("%d critical of %d images".formatted(critical, images));
    }
  }

  /**
   * All faults of a list with outcomes.
   *
   * @throws MalformedInputException if a row has no outcomes or impossible ones
   */
  public static List<TriedFault> of(FaultList list) {
    if (list.rows().isEmpty()) {
      throw MalformedInputException.of(list.source(), "faults", "none");
    }
    return list.rows().stream().map(row -> of(list, row)).toList();
  }

  private static TriedFault of(FaultList list, FaultRow row) {
    PublishedCounts counts = list.outcomes(row);
    try {
      return new TriedFault(row.layer(), row.bit(), counts.injections(), counts.critical());
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(
          "%s: expected counts within n_injections, found %s"
              .formatted(list.locate(row), e.getMessage()),
          e);
    }
  }

  /** Share of the images for which it is critical, 0 to 1. */
  public double rate() {
    return (double) critical / images;
  }

  /**
   * Unbiased estimate of the variance between its images, each 0 or 1 (Cochran, Sampling
   * Techniques, 3rd edition 1977, section 3.2); 0 if a single image says nothing of it.
   */
  double within() {
    return images == 1 ? 0 : rate() * (1 - rate()) * images / (images - 1);
  }
}
