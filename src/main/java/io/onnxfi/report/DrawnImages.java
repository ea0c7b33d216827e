package io.onnxfi.report;

import io.onnxfi.fault.CsvForm;
import io.onnxfi.fault.FaultList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * {@code drawn-images.csv}: the images that each fault was tried on.
 *
 * <p>Columns {@code Injection} and {@code Images}: numbers in the data set, from 0, separated by
 * blanks, in the order of the outcomes in {@code images-*.bin}.
 */
public final class DrawnImages {
  /** Name in the run directory. */
  public static final String FILE = "drawn-images.csv";

  private DrawnImages() {}

  /**
   * Writes the table.
   *
   * @param faults the rows that were replayed
   * @param images of a fault, by the place of its row
   */
  public static void write(Path file, FaultList faults, IntFunction<int[]> images) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < faults.rows().size(); i++) {
      String numbers =
          Arrays.stream(images.apply(i))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" "));
      rows.add(List.of(Long.toString(faults.rows().get(i).injection()), numbers));
    }
    CsvForm.STANDARD.write(file, List.of("Injection", "Images"), rows);
  }
}
