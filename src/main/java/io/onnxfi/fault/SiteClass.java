package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Weight;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The classes of tensors that faults are drawn from. */
public enum SiteClass {
  /** Trained tensors with two or more dimensions, as in the published lists. */
  WEIGHTS,
  /** Other trained tensors. */
  BIASES,
  /** Parameters and statistics of normalisations. */
  BATCHNORM,
  /** What nodes compute. */
  ACTIVATIONS;

  private static final String ALL = "all";
  private static final Set<String> NORMALISATIONS =
      Set.of(
          "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "GroupNormalization");
  private static final int MATRIX = 2;

  /** As on the command line: {@code weights}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Classes named by a text like {@code weights,biases}, or {@code all}.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException listing what there is
   */
  public static Set<SiteClass> parse(String where, String text) {
    if (text.equals(ALL)) {
      return EnumSet.allOf(SiteClass.class);
    }
    Set<SiteClass> classes = EnumSet.noneOf(SiteClass.class);
    for (String part : text.split(",", -1)) {
      classes.add(
          Arrays.stream(values())
              .filter(known -> known.toString().equals(part.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      MalformedInputException.of(
                          where,
                          Arrays.stream(values())
                              .map(SiteClass::toString)
                              .collect(Collectors.joining(", ", "some of ", " or " + ALL)),
                          Excerpt.quoted(part))));
    }
    return classes;
  }

  /** The class that is meant if only a reach is named. */
  public static Set<SiteClass> of(Reach reach) {
    return reach.isOf(SiteKind.WEIGHT) ? EnumSet.of(WEIGHTS) : EnumSet.of(ACTIVATIONS);
  }

  /** The class of what a model holds; nothing if it was not trained or nothing uses it. */
  static Optional<SiteClass> of(Weight weight) {
    if (!weight.isTrained() || weight.operator().isEmpty()) {
      return Optional.empty();
    }
    if (NORMALISATIONS.contains(weight.operator())) {
      return Optional.of(BATCHNORM);
    }
    return Optional.of(weight.stored().shape().rank() < MATRIX ? BIASES : WEIGHTS);
  }
}
