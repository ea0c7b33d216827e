package io.onnxfi.run;

import io.onnxfi.csv.ColumnsByName;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Curves;
import io.onnxfi.report.Curves.Panel;
import io.onnxfi.report.figure.TrainingFigures.Course;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The histories that trainings leave beside their models, as courses for a figure. */
public final class TrainingCourses {
  private static final double PERCENT = 100;

  private TrainingCourses() {}

  /**
   * Those of a model: on the images that it learnt from and, if they were reported on, those of the
   * test. None if there is no history.
   *
   * @param name of the model
   * @param model its file
   * @throws MalformedInputException if the history is none
   */
  public static List<Course> of(String name, Path model) {
    Path file = TrainingFiles.of(model).history();
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Course> courses = new ArrayList<>();
    for (String images : List.of("train", "test")) {
      List<Double> losses = new ArrayList<>();
      List<Double> accuracies = new ArrayList<>();
      ColumnsByName.read(
          CsvFile.read(file, file.toString(), "the history of a training"),
          List.of(images + "_loss", images + "_accuracy"),
          (line, cells) -> {
            losses.add(number(file, line, cells.get(0)));
            accuracies.add(number(file, line, cells.get(1)));
          });
      if (losses.stream().anyMatch(loss -> !Double.isNaN(loss))) {
        courses.add(
            new Course(name, images.equals("train") ? "training" : "test", losses, accuracies));
      }
    }
    return courses;
  }

  /**
   * Loss and accuracy of several trainings side by side, as PNG.
   *
   * @throws io.onnxfi.error.MissingResourceException if the machine cannot draw
   */
  public static void draw(Path file, List<Course> courses) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    Map<String, List<Double>> accuracies = new LinkedHashMap<>();
    for (Course course : courses) {
      String name = "%s, %s".formatted(course.model(), course.images());
      losses.put(name, course.losses());
      accuracies.put(name, course.accuracies().stream().map(share -> PERCENT * share).toList());
    }
    Curves.write(
        file,
        List.of(
            new Panel("Loss", "cross entropy", losses),
            new Panel("Accuracy", "percent", accuracies)));
  }

  private static double number(Path file, long line, String cell) {
    try {
      return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw MalformedInputException.of("%s:%d".formatted(file, line), "a number", cell);
    }
  }
}
