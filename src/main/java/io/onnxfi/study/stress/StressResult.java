package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.corruption.CorruptionErrors;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.TrainingFigures.Course;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What models say of some images.
 *
 * @param spec what was asked
 * @param titles of the frameworks, by id
 * @param classes names of the classes
 * @param models in the order of the study, the baseline first
 * @param corrupted how often models are wrong under corruptions, by their names; none if that was
 *     not asked
 * @param faulty what the first model says with faults in it; none if that was not asked
 * @param courses how networks were trained; none if none were
 */
public record StressResult(
    StressSpec spec,
    Map<String, String> titles,
    List<String> classes,
    List<Model> models,
    Map<String, CorruptionErrors> corrupted,
    List<FaultyAnswers> faulty,
    List<Course> courses) {
  /** Copies. */
  public StressResult {
    classes = List.copyOf(classes);
    models = List.copyOf(models);
    corrupted = Collections.unmodifiableMap(new LinkedHashMap<>(corrupted));
    faulty = List.copyOf(faulty);
    courses = List.copyOf(courses);
  }

  /**
   * A model.
   *
   * @param name by which results are called
   * @param answers by id of the framework
   */
  public record Model(String name, Map<String, Answers> answers) {
    /** What it says in one framework. */
    Answers in(String backend) {
      return answers.get(backend);
    }
  }

  /** Id of the framework whose answers the tables have. */
  String backend() {
    return spec.backends().get(0);
  }

  /** The one that the others are compared with. */
  Model baseline() {
    return models.get(0);
  }

  /** The others. */
  List<Model> changed() {
    return models.subList(1, models.size());
  }

  /** Tables for the page and for papers. */
  public List<DataTable> tables() {
    return new StressTables(this).all();
  }

  /** For people. */
  public String text() {
    return new StressReport(this).text();
  }

  /** For programs. */
  public Map<String, Object> json() {
    return new StressReport(this).json();
  }
}
