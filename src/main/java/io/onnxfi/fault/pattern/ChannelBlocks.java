package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
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
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    maps.require(where, this, 2, maps.channels(), "channels");
    maps.require(where, this, SingleBlock.LEAST, maps.places(), "places in a channel");
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
