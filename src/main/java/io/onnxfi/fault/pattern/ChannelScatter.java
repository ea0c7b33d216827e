package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
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
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    maps.require(where, this, 2, maps.places(), "places in a channel");
    long count = Math.max(2, Math.round(maps.places() * (percent / 100.0)));
    long first = maps.position(maps.channel(anchor), 0);
    return Region.Places.of(
        Scatter.among(new Run(first, maps.places()), anchor, count, random).toArray());
  }
}
