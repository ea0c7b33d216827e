package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Difference;
import io.onnxfi.agreement.FaultKey;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
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
   */
  public record Side(FaultList outcomes, Path images) {
    private Map<FaultKey, Integer> rows() {
      Map<FaultKey, Integer> rows = new HashMap<>();
      for (int row = 0; row < outcomes.rows().size(); row++) {
        rows.put(FaultKey.of(outcomes.rows().get(row)), row);
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
    Map<FaultKey, Integer> leftRows = left.rows();
    Map<FaultKey, Integer> rightRows = right.rows();
    List<Confusion> confusions = new ArrayList<>();
    try (ImageOutcomeFile.Reader a = open(left);
        ImageOutcomeFile.Reader b = open(right)) {
      if (a.images() != b.images()) {
        throw MalformedInputException.of(
            left.images() + " and " + right.images(),
            "the same images",
            a.images() + " and " + b.images());
      }
      for (Difference fault : comparison.faults()) {
        Confusion confusion = new Confusion();
        confusion.add(a.row(leftRows.get(fault.key())), b.row(rightRows.get(fault.key())));
        confusions.add(confusion);
      }
    }
    return confusions;
  }

  private static ImageOutcomeFile.Reader open(Side side) {
    ImageOutcomeFile.Reader reader = new ImageOutcomeFile.Reader(side.images());
    int rows = side.outcomes().rows().size();
    if (reader.faults() != rows) {
      int found = reader.faults();
      reader.close();
      throw MalformedInputException.of(
          side.images().toString(),
          "the faults of " + side.outcomes().source() + ": " + rows,
          Integer.toString(found));
    }
    return reader;
  }
}
