package io.onnxfi.fault;

import io.onnxfi.csv.Blank;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.pattern.ErrorPatterns;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a tensor a fault reaches, and in which runs: column {@code Site} of a list, as {@code
 * weight}, {@code weight/channel}, {@code activation}, {@code activation/row@image:17}, {@code
 * activation/bullet-wake:100}.
 *
 * @param kind of the tensor
 * @param reach around the element that is named
 * @param exposure which runs see it; a fault in a weight is in all
 */
public record Extent(SiteKind kind, Reach reach, Exposure exposure) {
  /** What a list without such a column means: the element of a weight. */
  public static final Extent WEIGHT =
      new Extent(SiteKind.WEIGHT, FixedReach.ELEMENT, Exposure.EVERY);

  /** An element of an activation, in every run. */
  public static final Extent ACTIVATION =
      new Extent(SiteKind.ACTIVATION, FixedReach.ELEMENT, Exposure.EVERY);

  private static final Pattern TEXT =
      Pattern.compile("([a-z]+)(?:/([^@]+))?(?:@([a-z]+)(?::(\\d{1,9}))?)?");
  private static final String IMAGE = "image";
  private static final String INFERENCE = "inference";
  private static final String EVERY = "every";

  /** Checks that it can be. */
  public Extent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reach, "reach");
    Objects.requireNonNull(exposure, "exposure");
    if (!canBe(kind, reach, exposure)) {
      throw new IllegalArgumentException("no %s of %s in %s".formatted(reach, kind, exposure));
    }
  }

  /**
   * Reads the text of a list; a blank one is {@link #WEIGHT}.
   *
   * @param where what to blame in a message, for example {@code list.csv:12}
   * @throws MalformedInputException listing what there is, or what the parameter of a pattern must
   *     be
   */
  public static Extent parse(String where, String text) {
    String site = Blank.strip(text).toLowerCase(Locale.ROOT);
    if (site.isEmpty()) {
      return WEIGHT;
    }
    Matcher matcher = TEXT.matcher(site);
    Optional<Extent> extent = matcher.matches() ? of(where, matcher) : Optional.empty();
    return extent.orElseThrow(
        () -> MalformedInputException.of(where, "a site: " + choices(), Excerpt.quoted(text)));
  }

  private static Optional<Extent> of(String where, Matcher matcher) {
    Optional<SiteKind> kind = named(SiteKind.values(), matcher.group(1));
    Optional<Reach> reach = reach(where, matcher.group(2));
    Optional<Exposure> exposure = exposure(matcher.group(3), matcher.group(4));
    boolean isKnown = kind.isPresent() && reach.isPresent() && exposure.isPresent();
    if (isKnown && kind.get() == SiteKind.WEIGHT && reach.get() instanceof PatternReach) {
      throw MalformedInputException.of(
          where,
          "a pattern of an activation, as activation/" + reach.get(),
          Excerpt.quoted(matcher.group()));
    }
    return isKnown && canBe(kind.get(), reach.get(), exposure.get())
        ? Optional.of(new Extent(kind.get(), reach.get(), exposure.get()))
        : Optional.empty();
  }

  private static Optional<Reach> reach(String where, String text) {
    if (text == null) {
      return Optional.of(FixedReach.ELEMENT);
    }
    return ErrorPatterns.isNamed(text)
        ? Optional.of(Reach.parse(where, text))
        : named(FixedReach.values(), text).map(Function.identity());
  }

  /** A weight is the same in every run. */
  private static boolean canBe(SiteKind kind, Reach reach, Exposure exposure) {
    return reach.isOf(kind) && (kind == SiteKind.ACTIVATION || exposure.equals(Exposure.EVERY));
  }

  private static Optional<Exposure> exposure(String word, String number) {
    if (word == null || (word.equals(EVERY) && number == null)) {
      return Optional.of(Exposure.EVERY);
    }
    if (number == null) {
      return Optional.empty();
    }
    return switch (word) {
      case IMAGE -> Optional.of(new Exposure.Image(Integer.parseInt(number)));
      case INFERENCE -> Optional.of(new Exposure.Inference(Integer.parseInt(number)));
      default -> Optional.empty();
    };
  }

  private static <T> Optional<T> named(T[] values, String text) {
    return Arrays.stream(values).filter(value -> value.toString().equals(text)).findFirst();
  }

  /** All texts that there are, in words. */
  private static String choices() {
    String reaches =
        Arrays.stream(FixedReach.values())
            .filter(reach -> reach != FixedReach.ELEMENT)
            .map(reach -> "/" + reach)
            .collect(Collectors.joining(", "));
    return "weight or activation, alone or with one of %s (weights only: /%s), activations also"
            .formatted(reaches, FixedReach.INPUT_CHANNEL)
        + " with @image:N or @inference:N, and with a pattern behind the slash: "
        + ErrorPatterns.usages();
  }

  /** As in lists, without what goes without saying. */
  @Override
  public String toString() {
    String reached = reach == FixedReach.ELEMENT ? kind.toString() : kind + "/" + reach;
    if (exposure instanceof Exposure.Image image) {
      return "%s@%s:%d".formatted(reached, IMAGE, image.number());
    }
    return exposure instanceof Exposure.Inference inference
        ? "%s@%s:%d".formatted(reached, INFERENCE, inference.number())
        : reached;
  }
}
