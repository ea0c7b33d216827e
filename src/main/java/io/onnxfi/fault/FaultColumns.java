package io.onnxfi.fault;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Where the columns of a fault list stand in its file.
 *
 * @param header names of the columns, those of a fault first
 * @param places of these columns in the file
 * @param width columns of the file
 * @param hasHeader whether the first record is one; else it is the first fault
 * @param twice names that several columns have
 * @param assumed what was assumed, in words
 */
record FaultColumns(
    List<String> header,
    List<Integer> places,
    int width,
    boolean hasHeader,
    Set<String> twice,
    List<String> assumed) {
  private static final String UNNAMED = "unnamed: ";
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final int BIT = 3;

  /**
   * The columns of a list.
   *
   * @param first the first record
   * @param delimiter of the file
   * @throws MalformedInputException if a column of a fault is missing
   */
  static FaultColumns of(String source, long line, List<String> first, char delimiter) {
    if (isFault(first, delimiter)) {
      return headerless(first.size());
    }
    Map<String, String> known = new HashMap<>();
    FaultList.FAULT_COLUMNS.forEach(name -> known.put(lower(name), name));
    FaultList.OUTCOME_COLUMNS.forEach(name -> known.put(lower(name), name));
    known.put(lower(FaultList.MODEL), FaultList.MODEL);
    known.put(lower(FaultList.SITE), FaultList.SITE);
    List<String> names = new ArrayList<>();
    for (String cell : first) {
      String name = Blank.strip(cell);
      names.add(known.getOrDefault(lower(name), name));
    }
    List<String> assumed = new ArrayList<>();
    nameFirst(names, assumed);
    List<Integer> places = new ArrayList<>();
    for (String name : FaultList.FAULT_COLUMNS) {
      int place = names.indexOf(name);
      if (place < 0) {
        throw MalformedInputException.of(
            source + ":" + line,
            "columns " + String.join(",", FaultList.FAULT_COLUMNS) + remedy(names),
            Excerpt.of(String.join(",", first)));
      }
      places.add(place);
    }
    boolean hasOutcomes = names.containsAll(FaultList.OUTCOME_COLUMNS);
    if (hasOutcomes) {
      FaultList.OUTCOME_COLUMNS.forEach(name -> places.add(names.indexOf(name)));
    }
    if (isAsPublished(first, names)) {
      places.clear();
    }
    for (int place = 0; place < names.size(); place++) {
      if (!places.contains(place) && !isUnnamed(names.get(place))) {
        places.add(place);
      } else if (isUnnamed(names.get(place)) && !first.get(place).isEmpty()) {
        assumed.add("column '%s' ignored".formatted(Excerpt.of(Blank.strip(first.get(place)))));
      }
    }
    List<String> header = places.stream().map(names::get).toList();
    if (!header.equals(first)) {
      assumed.add(0, "columns read by name");
    }
    return new FaultColumns(header, places, first.size(), true, twice(names), assumed);
  }

  /** What can be done with lists of other tools, in words; nothing of other tables. */
  private static String remedy(List<String> names) {
    List<String> lower = names.stream().map(FaultColumns::lower).toList();
    boolean isForeign =
        lower.contains("featuremapindex")
            || (lower.contains("layer") && lower.contains("height") && lower.contains("width"));
    return isForeign
        ? " ('onnxfi faults convert' makes them of lists of SCI-FI and PyTorchALFI)"
        : "";
  }

  /** The columns of a fault first and by their names, so that all may stay where they are. */
  private static boolean isAsPublished(List<String> first, List<String> names) {
    return names.equals(first)
        && names.subList(0, FaultList.FAULT_COLUMNS.size()).equals(FaultList.FAULT_COLUMNS);
  }

  /** pandas writes its index without a name; where there is no other, it is the fault's number. */
  private static void nameFirst(List<String> names, List<String> assumed) {
    String injection = FaultList.FAULT_COLUMNS.get(0);
    if (!names.contains(injection) && isUnnamed(names.get(0))) {
      names.set(0, injection);
      assumed.add("first column, which has no name, taken as " + injection);
    }
  }

  private static boolean isUnnamed(String name) {
    return name.isEmpty() || lower(name).startsWith(UNNAMED);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The names that several columns have, fit for a message. */
  String twiceNames() {
    return Excerpt.of(String.join(", ", new TreeSet<>(twice)));
  }

  private static Set<String> twice(List<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    names.stream().filter(name -> !isUnnamed(name) && !seen.add(name)).forEach(twice::add);
    return twice;
  }

  /** Whether a record is a fault with or without outcomes, and no header. */
  private static boolean isFault(List<String> cells, char delimiter) {
    int faults = FaultList.FAULT_COLUMNS.size();
    return (cells.size() == faults || cells.size() == faults + FaultList.OUTCOME_COLUMNS.size())
        && !cells.get(LAYER).isBlank()
        && WholeNumber.parse(cells.get(0), delimiter).isPresent()
        && IndexNotation.read(cells.get(INDEX)).isPresent()
        && WholeNumber.parse(cells.get(BIT), delimiter).isPresent();
  }

  private static FaultColumns headerless(int width) {
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    header.addAll(FaultList.OUTCOME_COLUMNS);
    List<String> found = List.copyOf(header.subList(0, width));
    List<Integer> places = IntStream.range(0, width).boxed().toList();
    return new FaultColumns(
        found,
        places,
        width,
        false,
        Set.of(),
        List.of("no header line, columns taken as " + String.join(",", found)));
  }
}
