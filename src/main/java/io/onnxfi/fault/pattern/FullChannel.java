package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
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
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    Run run = Run.around(maps.channel(anchor), maps.share(percent, 1), maps.channels(), random);
    return Region.Places.of(
        run.numbers()
            .flatMap(
                channel ->
                    LongStream.range(maps.position(channel, 0), maps.position(channel + 1, 0)))
            .toArray());
  }
}
