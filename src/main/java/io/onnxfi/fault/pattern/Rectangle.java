package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The same rectangle in several channels.
 *
 * @param rows its height, at least 2
 * @param columns its width, at least 2
 * @param percent of the channels, at least 1 of them
 */
public record Rectangle(int rows, int columns, int percent) implements ErrorPattern {
  /** Checks the sizes. */
  public Rectangle {
    Sizes.require("a rectangle's height", rows, 2);
    Sizes.require("a rectangle's width", columns, 2);
    Sizes.requirePercent("channels", percent);
  }

  @Override
  public String label() {
    return "rectangle:%d,%d,%d".formatted(rows, columns, percent);
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(
        this,
        image,
        maps ->
            FeatureMaps.atLeast(2, maps.rows(), "rows")
                .or(() -> FeatureMaps.atLeast(2, maps.columns(), "columns")));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return maps.share(percent, 1) * Math.min(rows, maps.rows()) * Math.min(columns, maps.columns());
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    Run channels =
        Run.around(maps.channel(anchor), maps.share(percent, 1), maps.channels(), random);
    long place = maps.place(anchor);
    Run down = Run.around(place / maps.columns(), Math.min(rows, maps.rows()), maps.rows(), random);
    Run across =
        Run.around(
            place % maps.columns(), Math.min(columns, maps.columns()), maps.columns(), random);
    return Region.Places.of(
        channels
            .numbers()
            .map(channel -> maps.position(channel, 0))
            .flatMap(from -> down.numbers().map(row -> from + row * maps.columns()))
            .flatMap(from -> across.numbers().map(column -> from + column))
            .toArray());
  }
}
