package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Places of one channel without any order; "random".
 *
 * @param percent of the places, at least 2 of them
 */
public record ChannelScatter(int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public ChannelScatter {
    Sizes.requirePercent("places", percent);
  }

  @Override
  public String label() {
    return "channel-scatter:" + percent;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this, image, maps -> FeatureMaps.atLeast(2, maps.places(), "places in a channel"));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return count(maps);
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    long first = maps.position(maps.channel(anchor), 0);
    return Region.Places.of(
        Scatter.among(new Run(first, maps.places()), anchor, count(maps), random).toArray());
  }

  private long count(FeatureMaps maps) {
    return Math.max(2, Math.round(maps.places() * (percent / 100.0)));
  }
}
