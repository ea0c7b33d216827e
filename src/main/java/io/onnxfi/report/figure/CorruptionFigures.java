package io.onnxfi.report.figure;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.CorruptionErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How often models are wrong under corruptions, side by side. */
public final class CorruptionFigures {
  private static final double PERCENT = 100;

  private CorruptionFigures() {}

  /**
   * A model, or one in a framework.
   *
   * @param name for the legend
   * @param errors under corruptions that all models have
   */
  public record Model(String name, CorruptionErrors errors) {
    private String inWords() {
      return String.format(
          Locale.ROOT,
          "%s: %.2f %% without corruption, %.2f %% on average",
          name,
          PERCENT * errors.clean(),
          PERCENT * errors.mean());
    }
  }

  /**
   * The mean error over all severities of each corruption, as bars.
   *
   * @param subject of the title: {@code on cifar10}
   * @param models at least one
   */
  public static BarFigure errors(String subject, List<Model> models) {
    List<CommonCorruption> corruptions = List.copyOf(models.get(0).errors().errors().keySet());
    List<BarFigure.Series> series = new ArrayList<>();
    for (Model model : models) {
      series.add(
          new BarFigure.Series(
              model.name(),
              Palette.side(series.size()),
              corruptions.stream()
                  .map(corruption -> PERCENT * model.errors().mean(corruption))
                  .toList()));
    }
    return new BarFigure(
        "corruptions",
        "Errors under corruptions " + subject,
        "Share of images that are wrong, mean over all severities of each corruption. "
            + models.stream().map(Model::inWords).collect(Collectors.joining("; "))
            + ".",
        "corruption",
        "wrong, %",
        corruptions.stream().map(one -> one.label().replace('_', ' ')).toList(),
        List.of(),
        series,
        false);
  }
}
