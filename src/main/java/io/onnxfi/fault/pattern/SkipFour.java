package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * Every fourth place, the same in several channels: the most frequent pattern of a faulty warp in a
 * convolution as matrix product.
 *
 * @param places in a channel, at least 2
 * @param percent of the channels, at least 1 of them
 */
public record SkipFour(int places, int percent) implements ErrorPattern {
  private static final int STEP = 4;

  /** Checks the sizes. */
  public SkipFour {
    Sizes.require("places", places, 2);
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "skip-4:%d,%d".formatted(places, percent);
  }

  @Override
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    long remainder = maps.place(anchor) % STEP;
    long there = (maps.places() - remainder + STEP - 1) / STEP; // places with this remainder
    maps.require(where, this, 2, there, "places a step of 4 apart");
    Run channels =
        Run.around(maps.channel(anchor), maps.share(percent, 1), maps.channels(), random);
    Run steps = Run.around(maps.place(anchor) / STEP, Math.min(places, there), there, random);
    return Region.Places.of(
        channels
            .numbers()
            .flatMap(
                channel ->
                    steps.numbers().map(step -> maps.position(channel, step * STEP + remainder)))
            .toArray());
  }
}
