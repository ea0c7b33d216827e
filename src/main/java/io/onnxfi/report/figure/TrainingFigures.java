package io.onnxfi.report.figure;

import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.CurveFigure.Quantity;
import io.onnxfi.report.figure.CurveFigure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How trainings went, side by side: colour tells the model, line and filling the images. */
public final class TrainingFigures {
  private static final double PERCENT = 100;
  private static final Quantity EPOCH = new Quantity("epoch", false);

  private TrainingFigures() {}

  /**
   * What one model came to on some images.
   *
   * @param model its name
   * @param images which: {@code training}, {@code test}
   * @param losses mean cross entropy after epoch 1, 2, …; NaN where it was not measured
   * @param accuracies share that is right after the same epochs, 0 to 1; NaN likewise
   */
  public record Course(String model, String images, List<Double> losses, List<Double> accuracies) {
    /** Copies and checks. */
    public Course {
      losses = List.copyOf(losses);
      accuracies = List.copyOf(accuracies);
      if (losses.size() != accuracies.size()) {
        throw new IllegalArgumentException(
            "%s: %d losses, but %d accuracies".formatted(model, losses.size(), accuracies.size()));
      }
    }

    private String name() {
      return model + ", " + images;
    }
  }

  /**
   * Loss over epochs.
   *
   * @param subject of the title: {@code on cifar10}
   */
  public static CurveFigure loss(String subject, List<Course> courses) {
    return figure(
        "training-loss", "Loss in training " + subject, "cross entropy", courses, Course::losses);
  }

  /**
   * Accuracy over epochs.
   *
   * @param subject of the title: {@code on cifar10}
   */
  public static CurveFigure accuracy(String subject, List<Course> courses) {
    return figure(
        "training-accuracy",
        "Accuracy in training " + subject,
        "accuracy, %",
        courses,
        course -> course.accuracies().stream().map(share -> PERCENT * share).toList());
  }

  private static CurveFigure figure(
      String name,
      String title,
      String valueTitle,
      List<Course> courses,
      Function<Course, List<Double>> values) {
    List<String> models = courses.stream().map(Course::model).distinct().toList();
    List<String> images = courses.stream().map(Course::images).distinct().toList();
    List<Series> series = new ArrayList<>();
    for (Course course : courses) {
      CurveStyle style =
          CurveStyle.of(models.indexOf(course.model()), images.indexOf(course.images()));
      series.add(new Series(course.name(), style, points(values.apply(course))));
    }
    String ends = series.stream().map(one -> one.inWords(EPOCH)).collect(Collectors.joining("; "));
    return new CurveFigure(
        name, title, ends + ".", EPOCH, valueTitle, series, List.of(), List.of());
  }

  private static List<Point> points(List<Double> values) {
    return IntStream.range(0, values.size())
        .mapToObj(epoch -> Point.of(epoch + 1.0, values.get(epoch)))
        .toList();
  }
}
