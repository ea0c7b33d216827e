package io.onnxfi.fault.pattern;

import io.onnxfi.fault.pattern.SystolicArray.Mapping;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Everything that one stuck processing element of a systolic array computes, named by its place in
 * the array: the same defect in every convolution that runs on it.
 *
 * @param array which it is in
 * @param row of the array, from 0
 * @param column of the array, from 0
 */
public record ProcessingElement(SystolicArray array, int row, int column) implements ErrorPattern {
  /** Checks that the array has it. */
  public ProcessingElement {
    Objects.requireNonNull(array, "array");
    if (row < 0 || row >= array.rows() || column < 0 || column >= array.columns()) {
      throw new IllegalArgumentException(
          "row %d, column %d of %s".formatted(row, column, array.label()));
    }
  }

  @Override
  public String label() {
    return "%s,%d,%d".formatted(array.label(), row, column);
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public boolean isAnchored() {
    return false;
  }

  /** An element that computes nothing of the activation corrupts nothing. */
  @Override
  public Optional<String> lack(Shape image, long anchor) {
    long places = array.mapping() == Mapping.OUTPUT_STATIONARY ? row + 1L : 1;
    return FeatureMaps.lack(
        this,
        image,
        maps ->
            FeatureMaps.atLeast(column + 1L, maps.channels(), "channels")
                .or(() -> FeatureMaps.atLeast(places, maps.places(), "places in a channel")));
  }

  @Override
  public long size(Shape image, long anchor) {
    return array.computes(FeatureMaps.of(image), row, column);
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    return array.computed(FeatureMaps.of(image), row, column);
  }

  @Override
  public LongStream anchors(Shape image) {
    return lack(image, 0).isPresent() ? LongStream.empty() : LongStream.of(0);
  }
}
