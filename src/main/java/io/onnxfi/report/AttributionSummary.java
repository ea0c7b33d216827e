package io.onnxfi.report;

import io.onnxfi.attribution.Attribution;
import io.onnxfi.attribution.Cause;
import io.onnxfi.attribution.DifferingTrial;
import io.onnxfi.attribution.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why two sides differ, by cause.
 *
 * @param left name of the first side
 * @param right name of the second side
 * @param faults that both sides have
 * @param differing faults whose outcomes differ
 * @param sample how the attributed faults were drawn from the differing ones; empty if all were
 *     attributed
 * @param attributions of all differing faults or of the sample
 */
public record AttributionSummary(
    String left,
    String right,
    long faults,
    long differing,
    String sample,
    List<Attribution> attributions) {
  /** Copies. */
  public AttributionSummary {
    attributions = List.copyOf(attributions);
  }

  /** For the terminal: a table by cause, and an example of each. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            "%s against %s: %s faults differ\n"
                .formatted(left, right, Figures.share(differing, faults)));
    if (!sample.isEmpty()) {
      text.append(
          "Attributed: %s of them, %s\n".formatted(Figures.count(attributions.size()), sample));
    }
    if (attributions.isEmpty()) {
      return text.toString();
    }
    if (examined() > 0) {
      text.append(
          "Examined: %s of their differing images\n"
              .formatted(Figures.share(examined(), differingImages())));
    }
    TextTable table = new TextTable("cause", "faults", "", "images").textColumns(1);
    StringBuilder examples = new StringBuilder();
    for (Cause cause : Cause.values()) {
      long count = faults(cause);
      if (count > 0 || images(cause) > 0) {
        table.row(
            cause.title(),
            Figures.count(count),
            Figures.percent(count, attributions.size()),
            Figures.count(images(cause)));
      }
      attributions.stream()
          .filter(attribution -> attribution.cause() == cause)
          .findFirst()
          .ifPresent(example -> examples.append(example(cause, example)));
    }
    return text.append("\n%s%s".formatted(table.render(), examples)).toString();
  }

  private static String example(Cause cause, Attribution attribution) {
    DifferingTrial fault = attribution.fault();
    return String.format(
        Locale.ROOT,
        "\n%s, for example injection %d, %s %s bit %s:\n  %s\n",
        cause.title(),
        fault.trial().id(),
        fault.trial().layer(),
        fault.trial().index(),
        fault.trial().bitText(),
        attribution.evidence());
  }

  private long examined() {
    return attributions.stream().mapToLong(a -> a.fault().images().size()).sum();
  }

  private long differingImages() {
    return attributions.stream().mapToLong(a -> a.fault().differing()).sum();
  }

  private long faults(Cause cause) {
    return attributions.stream().filter(attribution -> attribution.cause() == cause).count();
  }

  /** Images that were examined; where only counts are known, those that must differ. */
  private long images(Cause cause) {
    return attributions.stream()
        .mapToLong(
            attribution ->
                attribution.fault().images().isEmpty() && attribution.cause() == cause
                    ? attribution.fault().differing()
                    : attribution.images(cause))
        .sum();
  }

  /** For {@code --json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("left", left);
    json.put("right", right);
    json.put("faults", faults);
    json.put("differing", differing);
    json.put("attributed", attributions.size());
    json.put("sample", sample);
    json.put("differing_images", differingImages());
    json.put("examined_images", examined());
    List<Object> causes = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("cause", cause.label());
      entry.put("faults", faults(cause));
      entry.put("images", images(cause));
      causes.add(entry);
    }
    json.put("causes", causes);
    json.put("attributions", attributions.stream().map(AttributionSummary::json).toList());
    return json;
  }

  private static Map<String, Object> json(Attribution attribution) {
    DifferingTrial fault = attribution.fault();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("injection", fault.trial().id());
    json.put("layer", fault.trial().layer());
    json.put("tensor_index", fault.trial().index());
    json.put("bit", Json.number(fault.trial().bit()));
    json.put("differing_images", fault.differing());
    json.put("examined_images", fault.images().size());
    json.put("cause", attribution.cause().label());
    json.put("findings", attribution.findings().stream().map(AttributionSummary::json).toList());
    return json;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cause", finding.cause().label());
    json.put("images", finding.images());
    json.put("evidence", finding.evidence());
    return json;
  }
}
