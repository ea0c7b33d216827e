package io.onnxfi.report;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code drawn-images.csv}: the images that each fault was tried on.
 *
 * <p>Columns {@code Injection} and {@code Images}: numbers in the data set, from 0, separated by
 * blanks, in the order of the outcomes in {@code images-*.bin}. They come in whole batches, each
 * image at the place within its batch that it has in the data set, since its bits may depend on
 * that.
 */
public final class DrawnImages {
  /** Name in the run directory. */
  public static final String FILE = "drawn-images.csv";

  private static final List<String> COLUMNS = List.of("Injection", "Images");

  private final String source;
  private final Map<Long, Line> lines = new HashMap<>();

  /** Lines with the same images share them. */
  private final Map<String, int[]> images = new HashMap<>();

  private boolean isBegun;

  private DrawnImages(String source) {
    this.source = source;
  }

  /** The images of an injection, and where they stand in the file. */
  private static final class Line {
    private final long number;
    private final int[] images;

    Line(long number, int[] images) {
      this.number = number;
      this.images = images;
    }
  }

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
    CsvForm.STANDARD.write(file, COLUMNS, rows);
  }

  /**
   * Reads the table.
   *
   * @throws MalformedInputException naming the line
   */
  public static DrawnImages read(Path file) {
    DrawnImages drawn = new DrawnImages(file.toString());
    CsvFile.read(file, drawn.source, "the table " + FILE).forEach(drawn::add);
    return drawn;
  }

  private void add(long number, List<String> cells) {
    if (!isBegun) {
      require(cells.equals(COLUMNS), number, "columns Injection,Images", String.join(",", cells));
      isBegun = true;
      return;
    }
    require(
        cells.size() == 2 && cells.get(0).matches("\\d{1,18}"),
        number,
        "an injection's number and its images",
        "'%s'".formatted(String.join(",", cells)));
    Line line = new Line(number, images.computeIfAbsent(cells.get(1), t -> numbers(number, t)));
    require(
        lines.put(Long.parseLong(cells.get(0)), line) == null,
        number,
        "each injection once",
        cells.get(0) + " again");
  }

  private int[] numbers(long number, String text) {
    String[] words = text.split(" ", -1);
    for (String word : words) {
      require(
          word.matches("\\d{1,9}"),
          number,
          "numbers of images, separated by single blanks",
          "'%s'".formatted(word));
    }
    return Arrays.stream(words).mapToInt(Integer::parseInt).toArray();
  }

  /**
   * The images of each fault of a list, as many for each.
   *
   * @param faults found by the number in column {@code Injection}
   * @param size images in the data set
   * @param batch images per run
   * @throws MalformedInputException if a fault is not here, or its images are no whole batches of
   *     the data set
   */
  public List<int[]> of(FaultList faults, int size, int batch) {
    List<int[]> found = new ArrayList<>();
    for (FaultRow row : faults.rows()) {
      Line line = lines.get(row.injection());
      if (line == null) {
        throw MalformedInputException.of(
            source,
            String.format(Locale.ROOT, "the images of injection %d", row.injection()),
            "none");
      }
      requireBatches(line, size, batch);
      found.add(line.images.clone());
      int first = found.get(0).length;
      require(
          line.images.length == first,
          line.number,
          first + " images, as for other faults",
          Integer.toString(line.images.length));
    }
    return found;
  }

  /** The first injection that both have with other images, or in another order. */
  public OptionalLong firstDifference(DrawnImages other) {
    return lines.entrySet().stream()
        .filter(entry -> other.lines.containsKey(entry.getKey()))
        .filter(
            entry ->
                !Arrays.equals(entry.getValue().images, other.lines.get(entry.getKey()).images))
        .mapToLong(Map.Entry::getKey)
        .min();
  }

  private void requireBatches(Line line, int size, int batch) {
    int[] numbers = line.images;
    require(
        numbers.length % batch == 0,
        line.number,
        String.format(Locale.ROOT, "whole batches of %d images", batch),
        Integer.toString(numbers.length));
    require(
        Arrays.stream(numbers).distinct().count() == numbers.length,
        line.number,
        "different images",
        "one of them again");
    IntStream.range(0, numbers.length)
        .filter(i -> numbers[i] >= size || numbers[i] % batch != i % batch)
        .findFirst()
        .ifPresent(
            i ->
                require(
                    false,
                    line.number,
                    String.format(
                        Locale.ROOT,
                        "images below %d, each at its place in a batch of %d",
                        size,
                        batch),
                    String.format(Locale.ROOT, "image %d at place %d", numbers[i], i % batch)));
  }

  private void require(boolean holds, long line, String expected, String found) {
    if (!holds) {
      throw MalformedInputException.of(source + ":" + line, expected, found);
    }
  }
}
