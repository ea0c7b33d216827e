package io.onnxfi.report.figure;

import io.onnxfi.fault.FaultRow;
import io.onnxfi.report.RunResults;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The layers and bits that the faults of a run are in.
 *
 * @param layers in the order of the list if it takes layer by layer, else in natural order ({@code
 *     conv2} before {@code conv10})
 * @param bits every position from the lowest to the highest, without gaps
 */
record Axes(List<String> layers, List<Integer> bits) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,17}");
  private static final String SORTABLE = "%018d";

  static Axes of(RunResults run) {
    List<FaultRow> rows = run.backends().get(0).outcomes().rows();
    int lowest = rows.stream().mapToInt(FaultRow::bit).min().orElse(0);
    int highest = rows.stream().mapToInt(FaultRow::bit).max().orElse(-1);
    return new Axes(
        layers(rows.stream().map(FaultRow::layer).toList()),
        IntStream.rangeClosed(lowest, highest).boxed().toList());
  }

  static List<String> layers(List<String> layerOfRow) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> left = new HashSet<>();
    String current = null;
    boolean layerByLayer = true;
    for (String layer : layerOfRow) {
      if (!layer.equals(current)) {
        layerByLayer &= !left.contains(layer);
        left.add(layer);
        current = layer;
        seen.add(layer);
      }
    }
    return layerByLayer
        ? List.copyOf(seen)
        : seen.stream()
            .sorted(Comparator.comparing(Axes::sortable).thenComparing(layer -> layer))
            .toList();
  }

  /** A name whose alphabetical order is its natural one. */
  private static String sortable(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(
            number -> Matcher.quoteReplacement(SORTABLE.formatted(Long.parseLong(number.group()))));
  }
}
