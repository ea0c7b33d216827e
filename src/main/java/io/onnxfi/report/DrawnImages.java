package io.onnxfi.report;

import io.onnxfi.csv.ColumnsByName;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.Trial;
import java.nio.IntBuffer;
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
 * that. Faults that share a number have their lines in the order of the list.
 */
public final class DrawnImages {
  /** Name in the run directory. */
  public static final String FILE = "drawn-images.csv";

  private static final List<String> COLUMNS = List.of("Injection", "Images");

  private final String source;
  private final char delimiter;
  private final List<String> notes = new ArrayList<>();

  /** The lines of each number, in their order. */
  private final Map<Long, List<Line>> lines = new HashMap<>();

  /** Lines with the same images share them. */
  private final Map<String, int[]> images = new HashMap<>();

  private DrawnImages(String source, char delimiter) {
    this.source = source;
    this.delimiter = delimiter;
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
   * @param faults the trials that were run
   * @param images of a trial, by its place
   */
  public static void write(Path file, FaultList faults, IntFunction<int[]> images) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < faults.trials().size(); i++) {
      String numbers =
          Arrays.stream(images.apply(i))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" "));
      rows.add(List.of(Long.toString(faults.trials().get(i).id()), numbers));
    }
    CsvForm.STANDARD.write(file, COLUMNS, rows);
  }

  /**
   * Reads the table, in any form that {@link CsvFile} knows, with columns by name.
   *
   * @throws MalformedInputException naming the line
   */
  public static DrawnImages read(Path file) {
    CsvFile csv = CsvFile.read(file, file.toString(), "the table " + FILE);
    DrawnImages drawn = new DrawnImages(file.toString(), csv.delimiter());
    ColumnsByName.read(csv, COLUMNS, drawn::add).stream()
        .map(assumed -> drawn.source + ": " + assumed)
        .forEach(drawn.notes::add);
    return drawn;
  }

  /** What was assumed to read the file, a line each, naming it. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private void add(long number, List<String> cells) {
    OptionalLong injection = WholeNumber.parse(cells.get(0), delimiter);
    require(
        injection.isPresent() && injection.getAsLong() >= 0,
        number,
        "an injection number and its images",
        Excerpt.quoted(String.join(",", cells)));
    Line line = new Line(number, images.computeIfAbsent(cells.get(1), t -> numbers(number, t)));
    lines.computeIfAbsent(injection.getAsLong(), unknown -> new ArrayList<>()).add(line);
  }

  private int[] numbers(long number, String text) {
    String[] words = text.split(" +", -1);
    for (String word : words) {
      require(
          word.matches("\\d{1,9}"),
          number,
          "image numbers separated by spaces",
          Excerpt.quoted(word));
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
    Map<Long, Integer> rows = new HashMap<>();
    faults.trials().forEach(trial -> rows.merge(trial.id(), 1, Integer::sum));
    Map<Long, Integer> seen = new HashMap<>();
    List<int[]> found = new ArrayList<>();
    for (Trial trial : faults.trials()) {
      int nth = seen.merge(trial.id(), 1, Integer::sum) - 1;
      Line line = line(trial.id(), nth, rows.get(trial.id()));
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

  /** Rows of a list that share a number have their lines in the order of the list. */
  private Line line(long injection, int nth, int rows) {
    List<Line> own = lines.getOrDefault(injection, List.of());
    if (own.isEmpty()) {
      throw MalformedInputException.of(
          source, String.format(Locale.ROOT, "the images of injection %d", injection), "none");
    }
    if (own.size() == rows) {
      return own.get(nth);
    }
    Line first = own.get(0);
    require(
        own.stream().allMatch(line -> Arrays.equals(line.images, first.images)),
        own.get(own.size() - 1).number,
        String.format(Locale.ROOT, "injection %d as often as in the list, %d", injection, rows),
        Integer.toString(own.size()));
    return first;
  }

  /** The first injection that both have with other images, or in another order. */
  public OptionalLong firstDifference(DrawnImages other) {
    return lines.entrySet().stream()
        .filter(entry -> other.lines.containsKey(entry.getKey()))
        .filter(
            entry -> !numbers(entry.getValue()).equals(numbers(other.lines.get(entry.getKey()))))
        .mapToLong(Map.Entry::getKey)
        .min();
  }

  private static List<IntBuffer> numbers(List<Line> lines) {
    return lines.stream().map(line -> IntBuffer.wrap(line.images)).toList();
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
        "one of them twice");
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
