package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.report.figure.BarFigure;
import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.CurveFigure.Level;
import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.CurveFigure.Quantity;
import io.onnxfi.report.figure.CurveStyle;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a study is drawn as. */
record BerFigures(BerResult result) {
  private static final Quantity RATE = new Quantity("bit error rate", true);
  private static final String TOP1 = "top-1 accuracy, %";

  /** All models in the first framework, to be compared. */
  CurveFigure models() {
    String first = result.spec().backends().get(0);
    List<CurveFigure.Series> series = new ArrayList<>();
    for (ModelResult model : result.models()) {
      series.add(series(model.name(), model, first, CurveStyle.of(series.size())));
    }
    return new CurveFigure(
        "accuracy",
        "Accuracy under random bit errors, " + result.titles().get(first),
        "Top-1 accuracy over the bit error rate, one curve per model.",
        RATE,
        TOP1,
        series,
        List.of(),
        List.of());
  }

  /** One model in each framework. */
  CurveFigure frameworks(ModelResult model) {
    List<CurveFigure.Series> series = new ArrayList<>();
    result
        .titles()
        .forEach((id, title) -> series.add(series(title, model, id, CurveStyle.of(series.size()))));
    double clean = 100 * model.clean().get(result.spec().backends().get(0)).top1();
    return new CurveFigure(
        Figure.name("accuracy-" + model.name()),
        "Accuracy of %s under random bit errors".formatted(model.name()),
        "Top-1 accuracy over the bit error rate with 95 %% intervals; without errors %.2f %%."
            .formatted(clean),
        RATE,
        TOP1,
        series,
        List.of(new Level(clean, "without errors")),
        List.of());
  }

  private static CurveFigure.Series series(
      String name, ModelResult model, String backend, CurveStyle style) {
    List<Point> points =
        model.rates().stream()
            .map(
                rate -> {
                  MeanAccuracy mean = model.mean(rate, backend);
                  return new Point(
                      rate.rate(), 100 * mean.estimate(), 100 * mean.low(), 100 * mean.high());
                })
            .toList();
    return new CurveFigure.Series(name, style, points);
  }

  /** What errors in each layer, or each bit, alone cost; nothing if nobody asked. */
  List<Figure> parts(ModelResult model, Part.Kind kind) {
    List<Map.Entry<Part, RateResult>> parts =
        model.parts().entrySet().stream().filter(each -> each.getKey().kind() == kind).toList();
    if (parts.isEmpty()) {
      return List.of();
    }
    List<BarFigure.Series> series = new ArrayList<>();
    result
        .titles()
        .forEach(
            (id, title) ->
                series.add(
                    new BarFigure.Series(
                        title,
                        Palette.SIDES.get(series.size() % Palette.SIDES.size()),
                        parts.stream()
                            .map(
                                part ->
                                    100
                                        * (model.clean().get(id).top1()
                                            - part.getValue().meanTop1(id)))
                            .toList())));
    return List.of(
        new BarFigure(
            Figure.name("by-%s-%s".formatted(kind, model.name())),
            String.format(
                Locale.ROOT,
                "Loss of %s by errors in one %s alone, at %s",
                model.name(),
                kind,
                Decimals.shortest(parts.get(0).getValue().rate())),
            "Mean loss of top-1 accuracy, with all other bits as they are.",
            kind.toString(),
            "loss of top-1 accuracy, points",
            parts.stream().map(part -> part.getKey().name()).toList(),
            List.of(),
            series,
            false));
  }
}
