package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Whole channels.
 *
 * @param percent of the channels, at least 1 of them
 */
public record FullChannel(int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public FullChannel {
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "full-channel:" + percent;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(this, image, maps -> Optional.empty());
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 1) * maps.places();
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    Run run = Run.around(maps.channel(anchor), maps.share(percent, 1), maps.channels(), random);
    return Region.Places.of(
        run.numbers()
            .flatMap(
                channel ->
                    LongStream.range(maps.position(channel, 0), maps.position(channel + 1, 0)))
            .toArray());
  }
}
