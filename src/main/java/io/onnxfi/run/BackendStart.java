package io.onnxfi.run;

import io.onnxfi.report.Figures;
import io.onnxfi.workload.SampleKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a run begins.
 *
 * @param id of the framework
 * @param title of the framework
 * @param device that it computes on
 * @param faults to be tried
 * @param images of each
 * @param unit what these are called
 * @param known faults that an interrupted run has tried before
 * @param damaged records of such a run that are passed over
 * @param journal where finished faults go
 */
public record BackendStart(
    String id,
    String title,
    String device,
    int faults,
    int images,
    SampleKind unit,
    int known,
    long damaged,
    Path journal) {
  /** Pairs of a fault and an image that are left to run. */
  public long pairs() {
    return (long) (faults - known) * images;
  }

  /** The same for people, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on %s: %s faults × %s %s"
            .formatted(title, device, Figures.count(faults), Figures.count(images), unit));
    if (known > 0) {
      lines.add("%s: continuing after %s faults".formatted(title, Figures.share(known, faults)));
    }
    if (damaged > 0) {
      lines.add(
          "%s: skipped %d damaged records in %s; their faults run again"
              .formatted(title, damaged, journal.getFileName()));
    }
    return lines;
  }
}
