package io.onnxfi.explain;

import io.onnxfi.error.Excerpt;
import io.onnxfi.report.TextTable;
import java.util.Locale;

/** Explanations for people: a line per image. */
public final class ExplanationTable {
  private ExplanationTable() {}

  /** The table and what its last column means. */
  public static String render(ExplainedImages explained) {
    TextTable table =
        new TextTable(
                "image",
                "true",
                "predicted",
                "explained",
                "layer",
                "confidence",
                "map",
                "top tenth")
            .textColumns(5);
    for (int i = 0; i < explained.size(); i++) {
      Explanation one = explained.explanations().get(i);
      int predicted = one.scores().predicted();
      table.row(
          explained.numbers().get(i),
          name(explained, explained.images().label(i)),
          name(explained, predicted),
          name(explained, one.label())
              + (one.label() == predicted
                  ? ""
                  : " (%s)".formatted(percent(one.scores().confidence(one.label())))),
          Excerpt.of(explained.layer().name()),
          percent(one.scores().confidence(predicted)),
          one.map().size(),
          topTenth(one, explained, i));
    }
    return table.render()
        + "\n top tenth: evidence for the class within the tenth of the image that has most of it"
        + " (10 % if spread evenly)\n";
  }

  private static String topTenth(Explanation one, ExplainedImages explained, int image) {
    if (!one.map().isDefined()) {
      return "not finite";
    }
    return one.map().isEmpty() ? "no evidence" : percent(explained.resized(image).topTenth());
  }

  private static String name(ExplainedImages explained, int label) {
    return Excerpt.of(explained.className(label));
  }

  /** A share in percent, if there is one. */
  static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
