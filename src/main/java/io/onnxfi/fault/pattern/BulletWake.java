package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The same place in several channels.
 *
 * @param percent of the channels, at least 2 of them
 */
public record BulletWake(int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public BulletWake {
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "bullet-wake:" + percent;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this, image, maps -> FeatureMaps.atLeast(2, maps.channels(), "channels"));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 2);
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    Run run = Run.around(maps.channel(anchor), maps.share(percent, 2), maps.channels(), random);
    long place = maps.place(anchor);
    return Region.Places.of(run.numbers().map(channel -> maps.position(channel, place)).toArray());
  }
}
