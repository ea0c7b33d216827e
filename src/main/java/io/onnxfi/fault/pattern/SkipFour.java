package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
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
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this,
        image,
        maps -> FeatureMaps.atLeast(2, there(maps, anchor), "places a step of 4 apart"));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 1) * Math.min(places, there(maps, anchor));
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    long remainder = maps.place(anchor) % STEP;
    long there = there(maps, anchor);
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

  /** Places in a channel with the same remainder as the anchor's. */
  private static long there(FeatureMaps maps, long anchor) {
    return (maps.places() - maps.place(anchor) % STEP + STEP - 1) / STEP;
  }
}
