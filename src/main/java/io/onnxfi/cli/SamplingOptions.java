package io.onnxfi.cli;

import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Order;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.CriticalRate;
import io.onnxfi.sampling.StoppingRule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many images each fault gets, and when the estimate is good enough. */
final class SamplingOptions {
  @Option(
      names = "--images-per-fault",
      paramLabel = "M",
      description =
          "Try each fault on M random images of its own, a multiple of --batch (default: all).")
  private Integer imagesPerFault;

  @Option(
      names = "--drawn",
      paramLabel = "FILE",
      description =
          "Try each fault on the images that drawn-images.csv of an earlier run has for it, by the"
              + " number in column Injection.")
  private Path drawn;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      description =
          "Stop when the critical rate is known to ± so many percentage points in every backend;"
              + " faults are run in random order, at least 512. With --resume, another margin goes"
              + " on.")
  private Double margin;

  @Mixin private RateOptions rate;

  private int about;

  /** Draws about so many images for each fault, unless an option says how many. */
  void about(int images) {
    about = images;
  }

  /** The draw of an earlier run, if one is taken. */
  Optional<Path> drawn() {
    return Optional.ofNullable(drawn);
  }

  CriticalRate rate() {
    return rate.rate();
  }

  /** Whether faults have to come in random order. */
  boolean stops() {
    return margin != null;
  }

  Optional<StoppingRule> rule() {
    return margin == null
        ? Optional.empty()
        : Optional.of(new StoppingRule(RateOptions.margin(margin), rate()));
  }

  /** The images of each fault of a list; says what was assumed of a file that has them. */
  ImageSample draw(FaultList list, int images, int batch, long seed, Terminal terminal) {
    if (drawn != null) {
      if (imagesPerFault != null) {
        throw MalformedInputException.of(
            "--drawn", "no --images-per-fault beside it", Integer.toString(imagesPerFault));
      }
      DrawnImages table = DrawnImages.read(drawn);
      terminal.notes(table.notes());
      return ImageSample.of(table.of(list, images, batch), batch);
    }
    int most = images / batch * batch;
    if (imagesPerFault == null && about > 0 && most > 0) {
      long nearest = Math.round((double) about / batch) * batch;
      imagesPerFault = Math.toIntExact(Math.max(batch, Math.min(nearest, most)));
    }
    if (imagesPerFault == null) {
      return ImageSample.all();
    }
    if (imagesPerFault < 1 || imagesPerFault > most || imagesPerFault % batch != 0) {
      throw MalformedInputException.of(
          "--images-per-fault",
          "a multiple of --batch %d up to %d".formatted(batch, most),
          Integer.toString(imagesPerFault));
    }
    return ImageSample.draw(list.rows().size(), imagesPerFault, images, batch, seed);
  }

  /** The parts of the manifest about the draw of the images and the end of the run. */
  Map<String, Object> describe(ImageSample sample, long seed) {
    Map<String, Object> described = new LinkedHashMap<>();
    if (drawn != null) {
      Map<String, Object> draw = new LinkedHashMap<>();
      draw.put("images_per_fault", sample.size(0));
      draw.putAll(ReplayPlan.file(drawn));
      described.put("draw", draw);
    } else if (imagesPerFault != null) {
      Map<String, Object> draw = new LinkedHashMap<>();
      draw.put("images_per_fault", imagesPerFault);
      draw.put("seed", seed);
      draw.put("generator", ImageSample.GENERATOR);
      described.put("draw", draw);
    }
    if (margin != null) {
      Map<String, Object> stop = new LinkedHashMap<>();
      stop.put(RunDirectory.MARGIN, margin);
      stop.put("confidence", 100 * rate().confidence());
      stop.put("strata", rate().strata().toString());
      stop.put("seed", seed);
      stop.put("generator", Order.GENERATOR);
      described.put(RunDirectory.STOP, stop);
    }
    return described;
  }
}
