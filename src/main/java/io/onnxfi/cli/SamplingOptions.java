package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.ImageDraw;
import io.onnxfi.sampling.RateEstimator;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many images each fault gets, and when the estimate is good enough. */
final class SamplingOptions {
  @Option(
      names = "--images-per-fault",
      paramLabel = "M",
      description =
          "Run each fault on M random images of its own, a multiple of --batch (default: all"
              + " images).")
  private Integer imagesPerFault;

  @Option(
      names = "--drawn",
      paramLabel = "FILE",
      description =
          "Run each fault on the images that drawn-images.csv of an earlier run lists for it, by"
              + " the number in column Injection.")
  private Path drawn;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      description =
          "Stop when the critical rate is known to ± this many percentage points in every backend;"
              + " faults are run in random order, at least 512. With --resume, another margin"
              + " continues.")
  private Double margin;

  @Mixin private RateOptions rate;

  /** Which images each fault is tried on. */
  ImageDraw draw() {
    if (drawn != null) {
      if (imagesPerFault != null) {
        throw MalformedInputException.of(
            "--drawn", "no --images-per-fault with it", Integer.toString(imagesPerFault));
      }
      return new ImageDraw.Recorded(drawn);
    }
    return imagesPerFault == null ? new ImageDraw.All() : new ImageDraw.Random(imagesPerFault);
  }

  RateEstimator rate() {
    return rate.rate();
  }

  /** Percentage points to which the rate is to be known, if the run is to stop there. */
  OptionalDouble margin() {
    return margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin);
  }
}
