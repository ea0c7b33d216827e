package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The same block of neighbouring places in several channels; "multi-channel block".
 *
 * @param length of the block, at least 8
 * @param percent of the channels, at least 2 of them
 */
public record ChannelBlocks(int length, int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public ChannelBlocks {
    Sizes.require("a block", length, SingleBlock.LEAST);
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "channel-blocks:%d,%d".formatted(length, percent);
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this,
        image,
        maps ->
            FeatureMaps.atLeast(2, maps.channels(), "channels")
                .or(
                    () ->
                        FeatureMaps.atLeast(
                            SingleBlock.LEAST, maps.places(), "places in a channel")));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 2) * Math.min(length, maps.places());
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    Run channels =
        Run.around(maps.channel(anchor), maps.share(percent, 2), maps.channels(), random);
    Run block =
        Run.around(maps.place(anchor), Math.min(length, maps.places()), maps.places(), random);
    return Region.Places.of(
        channels
            .numbers()
            .flatMap(channel -> block.numbers().map(place -> maps.position(channel, place)))
            .toArray());
  }
}
