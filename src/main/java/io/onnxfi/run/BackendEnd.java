package io.onnxfi.run;

import io.onnxfi.report.Figures;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A part of a run is done.
 *
 * @param title of the framework
 * @param seconds that it took
 * @param pairs of a fault and an image that were run in them
 * @param peakBytes the most memory that the process has had so far, where the system tells
 */
public record BackendEnd(String title, double seconds, long pairs, OptionalLong peakBytes) {
  private static final double GIBIBYTE = 1L << 30;

  /** The same for people. */
  public String line() {
    String peak =
        peakBytes.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", peak memory of the process %.1f GiB",
                peakBytes.getAsLong() / GIBIBYTE);
    return String.format(
        Locale.ROOT,
        "%s: done in %s, %s inferences/s%s",
        title,
        Figures.seconds(seconds),
        Figures.rate(pairs / seconds),
        peak);
  }
}
