package io.onnxfi.workload;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which axis a model has its samples, as somebody says.
 *
 * @param all of every input and output that has so many axes, others in the first; empty where
 *     nothing is said of them
 * @param named of some inputs and outputs, by name
 * @param where it was said, for messages
 */
public record AxisChoice(OptionalInt all, Map<String, Integer> named, String where) {
  /** Nothing is said. */
  public static final AxisChoice NONE = new AxisChoice(OptionalInt.empty(), Map.of(), "");

  private static final Pattern PART = Pattern.compile("(?:(.+)=)?(\\d{1,2})");

  /** Copies. */
  public AxisChoice {
    named = Map.copyOf(named);
  }

  /**
   * Reads {@code AXIS} or {@code NAME=AXIS}, or several with commas between them.
   *
   * @param where it was given, for messages
   * @throws MalformedInputException if it is something else
   */
  public static AxisChoice parse(String text, String where) {
    OptionalInt all = OptionalInt.empty();
    Map<String, Integer> named = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches() || (matcher.group(1) == null && all.isPresent())) {
        throw MalformedInputException.of(
            where, "AXIS or NAME=AXIS,…, such as 1 or x=1,y=0, counted from 0", "'" + text + "'");
      }
      int axis = Integer.parseInt(matcher.group(2));
      if (matcher.group(1) == null) {
        all = OptionalInt.of(axis);
      } else {
        named.put(matcher.group(1).strip(), axis);
      }
    }
    return new AxisChoice(all, named, where);
  }

  /** Requires that there are values of these names, with so many axes. */
  void requireNames(List<ValueInfo> values) {
    named.forEach(
        (name, axis) -> {
          ValueInfo value =
              values.stream()
                  .filter(one -> one.name().equals(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          MalformedInputException.of(
                              where, "an input or output: " + listed(values), "'" + name + "'"));
          requireAxis(value, axis);
        });
    if (all.isPresent() && values.stream().allMatch(one -> one.dims().size() <= all.getAsInt())) {
      throw MalformedInputException.of(
          where, "an axis of " + listed(values), Integer.toString(all.getAsInt()));
    }
  }

  private void requireAxis(ValueInfo value, int axis) {
    if (axis >= value.dims().size()) {
      throw MalformedInputException.of(
          where,
          value.dims().isEmpty()
              ? "an input or output whose axes the model states"
              : "an axis of '%s' %s, 0 to %d"
                  .formatted(value.name(), value, value.dims().size() - 1),
          "%s=%d".formatted(value.name(), axis));
    }
  }

  private static String listed(List<ValueInfo> values) {
    return values.stream()
        .map(value -> "'%s' %s".formatted(value.name(), value))
        .collect(Collectors.joining(", "));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return Stream.concat(
            all.stream().mapToObj(Integer::toString),
            new TreeMap<>(named)
                .entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
        .collect(Collectors.joining(","));
  }

  /** Of a value, if anything is said of it. */
  OptionalInt of(ValueInfo value) {
    if (named.containsKey(value.name())) {
      return OptionalInt.of(named.get(value.name()));
    }
    return all.isPresent() && value.dims().size() <= all.getAsInt() ? OptionalInt.of(0) : all;
  }
}
