package io.onnxfi.profile;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.Objects;

/**
 * How one value is spread over images.
 *
 * @param name of the value
 * @param operator of the node that computes it
 * @param type of its elements
 * @param image shape of one image's part of it
 * @param whole statistics of all elements
 * @param percentiles of all finite elements, those of {@link #PERCENTILES} unless others were
 *     wanted; none if there are no finite elements
 * @param channels statistics of each channel, the first axis of {@code image}; none if that has no
 *     axes
 */
public record ValueProfile(
    String name,
    String operator,
    ElementType type,
    Shape image,
    Statistics whole,
    List<Double> percentiles,
    List<Statistics> channels) {
  /** Those that are usually recorded, from 0 to 100. */
  public static final List<Double> PERCENTILES = List.of(1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0);

  /** Checks and copies. */
  public ValueProfile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(whole, "whole");
    percentiles = List.copyOf(percentiles);
    channels = List.copyOf(channels);
  }
}
