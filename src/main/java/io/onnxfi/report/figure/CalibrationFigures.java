package io.onnxfi.report.figure;

import io.onnxfi.classification.Reliability;
import io.onnxfi.classification.Reliability.Bin;
import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.CurveFigure.Quantity;
import io.onnxfi.report.figure.CurveFigure.Series;
import io.onnxfi.sampling.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether models are right as often as their confidence says, side by side. */
public final class CalibrationFigures {
  private static final double PERCENT = 100;
  private static final double CONFIDENCE = 0.95;
  private static final Quantity AXIS = new Quantity("mean confidence, %", false);

  /** Grey and dashed: what no model did. */
  private static final CurveStyle IDEAL =
      new CurveStyle("#777777", MarkShape.CIRCLE, true, List.of(2, 3));

  private CalibrationFigures() {}

  /**
   * A model, or one in a framework.
   *
   * @param name for the legend
   * @param reliability by bins that all models have
   */
  public record Model(String name, Reliability reliability) {
    private String inWords() {
      return String.format(
          Locale.ROOT,
          "%s: expected calibration error %.2f %%, maximum %.2f %%",
          name,
          PERCENT * reliability.expectedError(),
          PERCENT * reliability.maximumError());
    }
  }

  /**
   * A model in three numbers, shares of all images from 0 to 1.
   *
   * @param name for the legend
   * @param right share that is right
   * @param sureAndWrong share that is wrong with confidence
   * @param error expected calibration error; NaN if there is none
   */
  public record Summary(String name, double right, double sureAndWrong, double error) {}

  /**
   * Models beside each other.
   *
   * @param subject of the title: {@code on cifar10}
   * @param threshold above which a mistake is a confident one, as people write it
   */
  public static BarFigure comparison(String subject, String threshold, List<Summary> models) {
    List<BarFigure.Series> series = new ArrayList<>();
    for (Summary model : models) {
      series.add(
          new BarFigure.Series(
              model.name(),
              Palette.side(series.size()),
              List.of(
                  PERCENT * (1 - model.right()),
                  PERCENT * model.sureAndWrong(),
                  PERCENT * model.error())));
    }
    return new BarFigure(
        "model_comparison",
        "Mistakes " + subject,
        "Images that are wrong, images that are wrong with more than %s confidence, and the"
                .formatted(threshold)
            + " expected calibration error.",
        "of all images",
        "%",
        List.of("wrong", "wrong above " + threshold, "calibration error"),
        List.of(),
        series,
        false);
  }

  /**
   * The reliability diagram: the share that is right over the mean confidence, a point for each bin
   * that has images.
   *
   * @param subject of the title: {@code on cifar10}
   */
  public static CurveFigure reliability(String subject, List<Model> models) {
    List<Series> series = new ArrayList<>();
    for (Model model : models) {
      List<Point> points =
          model.reliability().occupied().stream().map(CalibrationFigures::point).toList();
      series.add(new Series(model.name(), CurveStyle.of(series.size()), points));
    }
    series.add(new Series("right as often as confident", IDEAL, List.of(Point.of(0, 0), full())));
    return new CurveFigure(
        "reliability",
        "Reliability " + subject,
        "Share of images that are right over the mean confidence of images of similar confidence;"
            + " bands are exact 95 % intervals. "
            + models.stream().map(Model::inWords).collect(Collectors.joining("; "))
            + ".",
        AXIS,
        "right, %",
        series,
        List.of(),
        List.of());
  }

  private static Point full() {
    return Point.of(PERCENT, PERCENT);
  }

  private static Point point(Bin bin) {
    Interval interval = bin.right().interval(CONFIDENCE);
    return new Point(
        PERCENT * bin.confidence(),
        PERCENT * bin.right().value(),
        PERCENT * interval.low(),
        PERCENT * interval.high());
  }

  /**
   * How many images are in each bin of the reliability diagram.
   *
   * @param subject of the title: {@code on cifar10}
   */
  public static BarFigure confidences(String subject, List<Model> models) {
    List<Bin> bins = models.get(0).reliability().bins();
    List<BarFigure.Series> series = new ArrayList<>();
    for (Model model : models) {
      series.add(
          new BarFigure.Series(
              model.name(),
              Palette.side(series.size()),
              model.reliability().bins().stream().map(bin -> (double) bin.images()).toList()));
    }
    return new BarFigure(
        "confidences",
        "Confidence " + subject,
        "Images by the confidence of their predicted class, in bins of equal width.",
        "confidence, %, up to",
        "images",
        bins.stream().map(bin -> String.format(Locale.ROOT, "%.1f", PERCENT * bin.high())).toList(),
        List.of(),
        series,
        false);
  }
}
