package io.onnxfi.fault.pattern;

import io.onnxfi.fault.model.LabelForm;
import io.onnxfi.fault.pattern.SystolicArray.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The error patterns by their labels. */
public final class ErrorPatterns {
  private static final String CHANNELS = "CHANNELS from 1 to 100 (percent)";
  private static final List<LabelForm<ErrorPattern>> FORMS = forms();

  private ErrorPatterns() {}

  /** Whether a label begins as one of those does, whatever it goes on with. */
  public static boolean isNamed(String label) {
    String name = label.contains(":") ? label.substring(0, label.indexOf(':')) : label;
    return FORMS.stream().anyMatch(form -> form.name().equals(name));
  }

  /** How all labels are written, with commas between them: {@code single}, {@code same-row:N}. */
  public static String usages() {
    return LabelForm.usages(FORMS);
  }

  /**
   * The pattern of a label.
   *
   * @param where what to blame in a message: an option, or a file and row
   * @throws io.onnxfi.error.MalformedInputException naming all labels, or what the parameter must
   *     be
   */
  public static ErrorPattern parse(String where, String label) {
    return LabelForm.parse(FORMS, where, label);
  }

  private static List<LabelForm<ErrorPattern>> forms() {
    List<LabelForm<ErrorPattern>> forms = new ArrayList<>();
    forms.add(LabelForm.plain("single", new SingleElement()));
    forms.add(form("same-row", "N", "N at least 2", 1, n -> new SameRow(n[0])));
    forms.add(form("bullet-wake", "CHANNELS", CHANNELS, 1, n -> new BulletWake(n[0])));
    forms.add(
        form(
            "skip-4",
            "PLACES,CHANNELS",
            "PLACES at least 2 and " + CHANNELS,
            2,
            n -> new SkipFour(n[0], n[1])));
    forms.add(
        form(
            "shattered",
            "SPAN,FILL,CHANNELS",
            "SPAN at least 2, FILL and " + CHANNELS,
            3,
            n -> new Shattered(n[0], n[1], n[2])));
    forms.add(form("full-channel", "CHANNELS", CHANNELS, 1, n -> new FullChannel(n[0])));
    forms.add(form("single-block", "N", "N at least 8", 1, n -> new SingleBlock(n[0])));
    forms.add(
        form(
            "channel-blocks",
            "N,CHANNELS",
            "N at least 8 and " + CHANNELS,
            2,
            n -> new ChannelBlocks(n[0], n[1])));
    forms.add(
        form(
            "channel-scatter",
            "PLACES",
            "PLACES from 1 to 100 (percent)",
            1,
            n -> new ChannelScatter(n[0])));
    forms.add(
        form(
            "rectangle",
            "ROWS,COLUMNS,CHANNELS",
            "ROWS and COLUMNS at least 2 and " + CHANNELS,
            3,
            n -> new Rectangle(n[0], n[1], n[2])));
    for (Mapping mapping : Mapping.values()) {
      forms.add(
          new LabelForm<>(
              mapping.label(),
              "ROWS,COLUMNS[,ROW,COLUMN]",
              "ROWS and COLUMNS at least 1, ROW and COLUMN below them, from 0",
              text ->
                  read(text, 2, n -> new SystolicArray(mapping, n[0], n[1]))
                      .or(() -> read(text, 4, n -> processingElement(mapping, n)))));
    }
    for (PublishedErrors errors : PublishedErrors.values()) {
      forms.add(LabelForm.plain(errors.label(), errors));
    }
    return List.copyOf(forms);
  }

  private static ErrorPattern processingElement(Mapping mapping, int... n) {
    return new ProcessingElement(new SystolicArray(mapping, n[0], n[1]), n[2], n[3]);
  }

  private static LabelForm<ErrorPattern> form(
      String name, String parameter, String rule, int count, Function<int[], ErrorPattern> make) {
    return new LabelForm<>(name, parameter, rule, text -> read(text, count, make));
  }

  /** The records know what they allow. */
  private static Optional<ErrorPattern> read(
      String text, int count, Function<int[], ErrorPattern> make) {
    return LabelForm.wholes(text, 0, Integer.MAX_VALUE)
        .filter(numbers -> numbers.length == count)
        .flatMap(
            numbers -> {
              try {
                return Optional.of(
                    make.apply(Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray()));
              } catch (IllegalArgumentException e) {
                return Optional.empty();
              }
            });
  }
}
