package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One list as several, each with the header and with whole trials; rows keep their order. */
public final class ListSplit {
  /** Open files and names that people look through; a layer is seldom one of more. */
  private static final int MOST_PARTS = 10_000;

  private ListSplit() {}

  /**
   * A part of a list.
   *
   * @param name of the part, fit for the name of a file: {@code 03}, {@code layer1.0.conv1}
   * @param list its rows
   */
  public record Part(String name, FaultList list) {}

  /**
   * Parts of as many trials each, but for one, in the order of the list: merged, they are the list.
   *
   * @throws MalformedInputException if there are fewer trials than parts
   */
  public static List<Part> intoParts(FaultList list, int parts) {
    int trials = SomeFaults.require(list).trials().size();
    int most = Math.min(trials, MOST_PARTS);
    if (parts < 1 || parts > most) {
      throw MalformedInputException.of(
          "--parts",
          "from 1 to %d, for the list has %d trials".formatted(most, trials),
          "" + parts);
    }
    int digits = Integer.toString(parts).length();
    return by(
        list,
        trial ->
            String.format(Locale.ROOT, "%0" + digits + "d", (long) trial * parts / trials + 1));
  }

  /** Parts by what the trials have in common, in the order in which it comes up. */
  public static List<Part> by(FaultList list, Division division) {
    SomeFaults.require(list);
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> taken = new HashMap<>();
    return by(
        list,
        trial ->
            names.computeIfAbsent(
                division.level(list.trials().get(trial)), level -> unique(level, taken)));
  }

  private static List<Part> by(FaultList list, IntFunction<String> name) {
    Map<String, IntStream.Builder> rows = new LinkedHashMap<>();
    for (int row = 0; row < list.rows().size(); row++) {
      rows.computeIfAbsent(name.apply(list.trialOf(row)), part -> IntStream.builder()).add(row);
      if (rows.size() > MOST_PARTS) {
        throw MalformedInputException.of(
            list.source(), "at most %d parts".formatted(MOST_PARTS), "more");
      }
    }
    return rows.entrySet().stream()
        .map(part -> new Part(part.getKey(), list.selectRows(part.getValue().build())))
        .toList();
  }

  /** A level as part of a file's name, on any system; with a number if another is the same then. */
  private static String unique(String level, Map<String, Integer> taken) {
    int longest = 100;
    String plain = level.replaceAll("[^A-Za-z0-9._+,=-]+", "_");
    String name = plain.length() > longest ? plain.substring(0, longest) : plain;
    int others = taken.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
    return others == 1 ? name : name + "~" + others;
  }

  /**
   * Writes parts to files of their own.
   *
   * @param out a folder, in which files are called as the list, or how their names begin
   * @return the files, in the order of the parts
   * @throws MalformedInputException if one of them exists; then none is written
   */
  public static List<Path> write(List<Part> parts, Path out) {
    boolean isFolder = Files.isDirectory(out);
    String list = parts.get(0).list().source();
    String stem =
        isFolder ? list.replaceFirst("(\\.csv)?(\\.(gz|zip))?$", "") : "" + out.getFileName();
    List<Path> files = new ArrayList<>();
    for (Part part : parts) {
      String name = stem + "-" + part.name() + ".csv";
      Path file = isFolder ? out.resolve(name) : out.resolveSibling(name);
      if (Files.exists(file)) {
        throw MalformedInputException.of("--out", "new files", file + ", which exists");
      }
      files.add(file);
    }
    for (int i = 0; i < files.size(); i++) {
      parts.get(i).list().write(files.get(i));
    }
    return files;
  }
}
