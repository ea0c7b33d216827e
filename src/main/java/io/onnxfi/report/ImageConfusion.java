package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Difference;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Trial;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.Outcomes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The confusions of two files of image outcomes; one fault's images are in memory at a time. */
public final class ImageConfusion {
  private ImageConfusion() {}

  /**
   * One side: its faults, and the outcomes of their images.
   *
   * @param outcomes faults, in the order of the file's rows
   * @param images the file
   * @param stamp whose file it must be
   */
  public record Side(Outcomes outcomes, Path images, RunStamp stamp) {
    /** The side of a backend of a run. */
    public static Side of(RunDirectory run, String backend, Outcomes outcomes) {
      return new Side(outcomes, run.images(backend), run.stamp(backend));
    }

    /** Opens the file; its rows are checked against the outcomes. */
    public ImageOutcomeFile.Reader open() {
      return ImageOutcomeFile.Reader.of(images, stamp, outcomes);
    }

    /**
     * Checks every row of the file against the outcomes; nothing if there is no file.
     *
     * @throws MalformedInputException naming the first that does not fit
     */
    public void check() {
      if (!Files.exists(images)) {
        return;
      }
      try (ImageOutcomeFile.Reader reader = open()) {
        for (int row = 0; row < reader.faults(); row++) {
          reader.row(row);
        }
      }
    }

    private Map<Trial.Identity, Integer> rows() {
      Map<Trial.Identity, Integer> rows = new HashMap<>();
      for (Trial.Identity identity : outcomes.identities()) {
        rows.put(identity, rows.size());
      }
      return rows;
    }
  }

  /**
   * Meets the outcomes of the faults that both sides have.
   *
   * @param comparison of the same two sides
   * @return one confusion per fault, in the order of the comparison
   * @throws MalformedInputException if a file has not the rows that its list says, or the files
   *     have different images
   */
  public static List<Confusion> perFault(Comparison comparison, Side left, Side right) {
    Map<Trial.Identity, Integer> leftRows = left.rows();
    Map<Trial.Identity, Integer> rightRows = right.rows();
    List<Confusion> confusions = new ArrayList<>();
    try (ImageOutcomeFile.Reader a = left.open();
        ImageOutcomeFile.Reader b = right.open()) {
      if (a.images() != b.images()) {
        throw MalformedInputException.of(
            left.images() + " and " + right.images(),
            "the same " + comparison.unit(),
            a.images() + " and " + b.images());
      }
      for (Difference fault : comparison.faults()) {
        Trial.Identity identity = fault.trial().identity();
        Confusion confusion = new Confusion();
        confusion.add(a.row(leftRows.get(identity)), b.row(rightRows.get(identity)));
        confusions.add(confusion);
      }
    }
    return confusions;
  }
}
