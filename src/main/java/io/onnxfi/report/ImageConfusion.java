package io.onnxfi.report;

import io.onnxfi.agreement.Confusion;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;

/** The confusion of two files of image outcomes whose rows are the same faults. */
public final class ImageConfusion {
  private ImageConfusion() {}

  /**
   * Meets the outcomes of both files.
   *
   * @throws MalformedInputException if they have different faults or images
   */
  public static Confusion of(Path left, Path right) {
    Confusion confusion = new Confusion();
    try (ImageOutcomeFile.Reader a = new ImageOutcomeFile.Reader(left);
        ImageOutcomeFile.Reader b = new ImageOutcomeFile.Reader(right)) {
      if (a.faults() != b.faults() || a.images() != b.images()) {
        throw MalformedInputException.of(
            left + " and " + right,
            "the same faults and images",
            "%d × %d and %d × %d".formatted(a.faults(), a.images(), b.faults(), b.images()));
      }
      for (int fault = 0; fault < a.faults(); fault++) {
        confusion.add(a.row(fault), b.row(fault));
      }
    }
    return confusion;
  }
}
