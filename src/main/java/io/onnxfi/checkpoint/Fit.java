package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far the entries of a dict whose names begin with a prefix are what a network needs.
 *
 * @param candidate the dict
 * @param prefix of the names, empty or with a dot at its end
 * @param wanted what is needed
 * @param named how many of the names are there
 * @param fitting how many of them with a float tensor of the right shape
 * @param copies longer prefixes, with which everything is there once more: averaged weights beside
 *     the network's own
 */
record Fit(
    Candidate candidate,
    String prefix,
    ParameterShapes wanted,
    int named,
    int fitting,
    List<String> copies) {
  /** Further first: more that fits, more that is named, and a short prefix. */
  static final Comparator<Fit> FURTHEST =
      Comparator.comparingInt(Fit::fitting)
          .thenComparingInt(Fit::named)
          .thenComparing(fit -> -fit.prefix.length())
          .reversed();

  /** Of a dict in which no name is one that is wanted. */
  static Fit none(Candidate candidate, ParameterShapes wanted) {
    return new Fit(candidate, "", wanted, 0, 0, List.of());
  }

  /**
   * All prefixes with which at least one name is there, the furthest first. One with which nothing
   * is missing stands for its copies.
   */
  static List<Fit> of(Candidate candidate, ParameterShapes wanted) {
    int segments = wanted.shapes().keySet().stream().mapToInt(Fit::segments).max().orElse(0);
    Map<String, int[]> votes = new HashMap<>();
    candidate
        .entries()
        .forEach(
            (name, entry) -> {
              for (int start : starts(name, segments)) {
                Shape shape = wanted.shapes().get(name.substring(start));
                if (shape != null) {
                  int[] count = votes.computeIfAbsent(name.substring(0, start), p -> new int[2]);
                  count[0]++;
                  count[1] += fits(entry, shape) ? 1 : 0;
                }
              }
            });
    List<String> complete =
        votes.keySet().stream()
            .filter(prefix -> votes.get(prefix)[1] == wanted.shapes().size())
            .sorted()
            .toList();
    List<Fit> fits = new ArrayList<>();
    votes.forEach(
        (prefix, n) -> {
          if (n[1] < wanted.shapes().size() || complete.stream().noneMatch(isAround(prefix))) {
            List<String> copies = complete.stream().filter(c -> isAround(c).test(prefix)).toList();
            fits.add(new Fit(candidate, prefix, wanted, n[0], n[1], copies));
          }
        });
    fits.sort(FURTHEST.thenComparing(Fit::prefix));
    return fits;
  }

  private static Predicate<String> isAround(String prefix) {
    return outer -> outer.length() < prefix.length() && prefix.startsWith(outer);
  }

  private static int segments(String name) {
    return (int) name.chars().filter(c -> c == '.').count() + 1;
  }

  /** Where the last one, two ... {@code most} segments of a name begin. */
  private static List<Integer> starts(String name, int most) {
    List<Integer> starts = new ArrayList<>();
    int dot = name.length();
    while (dot >= 0 && starts.size() < most) {
      dot = name.lastIndexOf('.', dot - 1);
      starts.add(dot + 1);
    }
    return starts;
  }

  /** Whether an entry is what the network needs, perhaps with another width. */
  static boolean fits(Entry entry, Shape shape) {
    return entry instanceof StoredTensor tensor
        && tensor.shape().equals(shape)
        && (tensor.type() == ElementType.FLOAT || FloatConversion.applies(tensor.type()));
  }

  /** Whether everything that is needed is there. */
  boolean isComplete() {
    return fitting == wanted.shapes().size();
  }

  /** Whether everything is there and nothing else that could be a part of the network. */
  boolean isWhole() {
    return isComplete() && suspicious().isEmpty();
  }

  /**
   * Entries under the prefix that may be a part of another network, by their names without it:
   * copies and tied tensors, which are there by another name too, are none.
   */
  Map<String, Entry> suspicious() {
    Map<String, Entry> extras = new LinkedHashMap<>(extras());
    Set<Object> origins = new HashSet<>();
    wanted.shapes().keySet().forEach(name -> origins.add(origin(entry(name))));
    extras
        .values()
        .removeIf(extra -> extra instanceof StoredTensor && origins.contains(origin(extra)));
    copies.forEach(copy -> extras.keySet().removeIf(name -> (prefix + name).startsWith(copy)));
    return Extras.suspicious(extras);
  }

  /** The entry of a name that is needed, or null. */
  Entry entry(String name) {
    return candidate.entries().get(prefix + name);
  }

  /** Entries under the prefix that are not needed, by their names without it. */
  Map<String, Entry> extras() {
    Map<String, Entry> extras = new LinkedHashMap<>();
    candidate
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.startsWith(prefix)
                  && !wanted.shapes().containsKey(name.substring(prefix.length()))) {
                extras.put(name.substring(prefix.length()), entry);
              }
            });
    return extras;
  }

  /** Full names of the entries that do not begin with the prefix. */
  List<String> outside() {
    return candidate.entries().keySet().stream().filter(n -> !n.startsWith(prefix)).toList();
  }

  private static Object origin(Entry entry) {
    return entry instanceof StoredTensor tensor ? tensor.origin() : List.of();
  }

  /** Whether the same elements of the file would be taken. */
  boolean takesTheSameAs(Fit other) {
    return wanted.shapes().keySet().stream()
        .allMatch(
            name ->
                entry(name) instanceof StoredTensor mine
                    && other.entry(name) instanceof StoredTensor theirs
                    && mine.origin().equals(theirs.origin()));
  }

  /** What chooses it: the path of the dict, and the prefix as a further step. */
  String key() {
    if (prefix.isEmpty()) {
      return candidate.path();
    }
    String step = prefix.substring(0, prefix.length() - 1);
    return candidate.isRoot() ? step : candidate.path() + "." + step;
  }

  /** For a list of choices: {@code 'ema' (20 tensors, 17 of 17 fit)}. */
  @Override
  public String toString() {
    return "'%s' (%d tensors, %d of %d fit)"
        .formatted(
            PythonValue.printable(key()),
            candidate.under(prefix).tensors(),
            fitting,
            wanted.shapes().size());
  }
}
