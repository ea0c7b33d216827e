package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.pattern.ErrorPatterns;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far around the element that a list names a fault reaches. */
public sealed interface Reach permits FixedReach, PatternReach {
  /** As in lists, which {@link #parse} gives back: {@code row}, {@code bullet-wake:100}. */
  @Override
  String toString();

  /** As in lists, without parameters: {@code row}, {@code bullet-wake}. */
  default String kind() {
    String label = toString();
    int colon = label.indexOf(':');
    return colon < 0 ? label : label.substring(0, colon);
  }

  /** Whether a list must name an element; else the fault has its place without one. */
  boolean needsElement();

  /** Whether it leaves anything open that is drawn for each fault. */
  boolean isRandom();

  /** Whether tensors of this kind have such; which of them are large enough is another matter. */
  boolean isOf(SiteKind kind);

  /**
   * The reach of a label.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException listing what there is, or what the parameter must be
   */
  static Reach parse(String where, String text) {
    Optional<FixedReach> fixed =
        Arrays.stream(FixedReach.values())
            .filter(reach -> reach.toString().equals(text))
            .findFirst();
    if (fixed.isPresent()) {
      return fixed.get();
    }
    if (ErrorPatterns.isNamed(text)) {
      return new PatternReach(ErrorPatterns.parse(where, text));
    }
    throw MalformedInputException.of(
        where,
        Arrays.stream(FixedReach.values())
                .map(FixedReach::toString)
                .collect(Collectors.joining(", ", "one of ", ", "))
            + ErrorPatterns.usages(),
        Excerpt.quoted(text));
  }
}
