package io.onnxfi.report.figure;

import io.onnxfi.classification.ClassConfusion;
import io.onnxfi.classification.ClassConfusion.Change;
import java.util.List;
import java.util.Locale;

/** Which classes two models take for which, side by side. */
public final class ConfusionFigures {
  private ConfusionFigures() {}

  /**
   * A model's confusion.
   *
   * @param name for the legend
   * @param confusion of the classes that both models have
   */
  public record Model(String name, ClassConfusion confusion) {}

  /**
   * The confusions that a change moved most, as bars of both models.
   *
   * @param subject of the title: {@code on cifar10}
   * @param classNames one per class; or none, for their numbers
   * @param most how many pairs of classes at most, above 0
   */
  public static BarFigure changes(
      String subject, Model first, Model second, List<String> classNames, int most) {
    List<Change> changes =
        first.confusion().changes(second.confusion()).stream().limit(most).toList();
    return new BarFigure(
        "confusions",
        "Confused classes " + subject,
        "Images of one class taken for another, for the pairs of classes whose number differs most"
            + " between the models. "
            + inWords(changes, first, second, classNames),
        "true class → predicted class",
        "images",
        changes.stream().map(change -> pair(change, classNames)).toList(),
        List.of(),
        List.of(
            new BarFigure.Series(
                first.name(),
                Palette.side(0),
                changes.stream().map(change -> (double) change.first()).toList()),
            new BarFigure.Series(
                second.name(),
                Palette.side(1),
                changes.stream().map(change -> (double) change.second()).toList())),
        false);
  }

  private static String pair(Change change, List<String> names) {
    return name(change.label(), names) + " → " + name(change.predicted(), names);
  }

  private static String name(int number, List<String> names) {
    return names.isEmpty() ? Integer.toString(number) : names.get(number);
  }

  private static String inWords(
      List<Change> changes, Model first, Model second, List<String> names) {
    if (changes.isEmpty()) {
      return "None differs.";
    }
    Change most = changes.get(0);
    return String.format(
        Locale.ROOT,
        "Most: %s, %d with %s, %d with %s.",
        pair(most, names),
        most.first(),
        first.name(),
        most.second(),
        second.name());
  }
}
