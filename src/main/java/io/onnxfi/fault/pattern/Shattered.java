package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * One place that several channels have in common, and more in a span around it that differs from
 * channel to channel; "shattered glass", "shattered channel".
 *
 * @param span width of each span, at least 2 places
 * @param fill percent of each span that is corrupted, at least 2 places, the common one among them
 * @param percent of the channels, at least 2 of them
 */
public record Shattered(int span, int fill, int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public Shattered {
    Sizes.require("a span", span, 2);
    Sizes.requirePercent("a span", fill);
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "shattered:%d,%d,%d".formatted(span, fill, percent);
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this,
        image,
        maps ->
            FeatureMaps.atLeast(2, maps.channels(), "channels")
                .or(() -> FeatureMaps.atLeast(2, maps.places(), "places in a channel")));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 2) * count(width(maps));
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    long width = width(maps);
    Run channels =
        Run.around(maps.channel(anchor), maps.share(percent, 2), maps.channels(), random);
    LongStream.Builder all = LongStream.builder();
    channels
        .numbers()
        .forEach(
            channel -> {
              Run around = Run.around(maps.place(anchor), width, maps.places(), random);
              Scatter.among(around, maps.place(anchor), count(width), random)
                  .forEach(place -> all.add(maps.position(channel, place)));
            });
    return Region.Places.of(all.build().toArray());
  }

  private long width(FeatureMaps maps) {
    return Math.min(span, maps.places());
  }

  private long count(long width) {
    return Math.max(2, Math.round(width * (fill / 100.0)));
  }
}
