package io.onnxfi.report.figure;

import java.util.ArrayList;
import java.util.List;

/** How many predictions change when models are lowered, side by side. */
public final class LoweringFigures {
  private static final double PERCENT = 100;

  private LoweringFigures() {}

  /**
   * A model.
   *
   * @param name for the legend
   * @param changes shares of the images whose class changes, 0 to 1, one per lowering
   */
  public record Model(String name, List<Double> changes) {
    /** Copies. */
    public Model {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Bars for each lowering.
   *
   * @param subject of the title: {@code on cifar10}
   * @param lowerings their names
   */
  public static BarFigure changes(String subject, List<String> lowerings, List<Model> models) {
    List<BarFigure.Series> series = new ArrayList<>();
    for (Model model : models) {
      series.add(
          new BarFigure.Series(
              model.name(),
              Palette.side(series.size()),
              model.changes().stream().map(share -> PERCENT * share).toList()));
    }
    return new BarFigure(
        "lowerings",
        "Predictions that compilers change " + subject,
        "Share of the images that get another class than from the float32 graph, run node by"
            + " node.",
        "lowering",
        "changed, %",
        lowerings,
        List.of(),
        series,
        false);
  }
}
