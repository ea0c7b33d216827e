package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.classification.Answers;
import io.onnxfi.classification.ClassConfusion;
import io.onnxfi.classification.Reliability;
import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.CorruptionErrors;
import io.onnxfi.report.figure.CalibrationFigures.Model;
import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.TrainingFigures.Course;
import io.onnxfi.testing.Fonts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationFiguresTest {
  private static final List<String> NAMES = List.of("bird", "cat", "dog");

  /** Scores at random, those of the true class higher by {@code gain}. */
  private static Answers answers(int images, double gain) {
    Random random = new Random(4);
    float[] scores = new float[3 * images];
    int[] labels = new int[images];
    for (int image = 0; image < images; image++) {
      labels[image] = image % 3;
      for (int c = 0; c < 3; c++) {
        scores[3 * image + c] = (float) (2 * random.nextGaussian() + (c == image % 3 ? gain : 0));
      }
    }
    return Answers.of(scores, 3, labels);
  }

  private static List<Model> models() {
    return List.of(
        new Model("baseline", Reliability.of(answers(600, 1))),
        new Model("augmented", Reliability.of(answers(600, 3))));
  }

  private static ConfusionFigures.Model confusion(String name, double gain) {
    return new ConfusionFigures.Model(name, ClassConfusion.of(answers(600, gain)));
  }

  private static List<Course> courses() {
    return List.of(
        new Course("A", "training", List.of(2.0, 1.0, 0.5), List.of(0.2, 0.6, 0.8)),
        new Course("A", "test", List.of(2.1, 1.5, Double.NaN), List.of(0.2, 0.5, Double.NaN)),
        new Course("B", "training", List.of(2.0, 1.4), List.of(0.2, 0.5)));
  }

  @Test
  void shouldDrawAPointForEachBinThatHasImages() {
    CurveFigure figure = CalibrationFigures.reliability("on pets", models());
    Reliability baseline = models().get(0).reliability();

    assertThat(figure.series())
        .extracting(CurveFigure.Series::name)
        .containsExactly("baseline", "augmented", "right as often as confident");
    assertThat(figure.series().get(0).points()).hasSameSizeAs(baseline.occupied());
    Point first = figure.series().get(0).points().get(0);
    assertThat(first.x()).isEqualTo(100 * baseline.occupied().get(0).confidence());
    assertThat(first.hasInterval()).isTrue();
    assertThat(figure.description()).contains("baseline: expected calibration error");
  }

  @Test
  void shouldCountTheImagesOfAllBins() {
    BarFigure figure = CalibrationFigures.confidences("on pets", models());

    assertThat(figure.categories()).hasSize(15).startsWith("6.7", "13.3").endsWith("100.0");
    for (BarFigure.Series series : figure.series()) {
      assertThat(series.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(600);
    }
  }

  @Test
  void shouldShowTheConfusionsThatChangedMost() {
    BarFigure figure =
        ConfusionFigures.changes("on pets", confusion("A", 1), confusion("B", 3), NAMES, 4);

    assertThat(figure.categories()).hasSize(4).allMatch(pair -> pair.contains(" → "));
    List<Double> first = figure.series().get(0).values();
    List<Double> second = figure.series().get(1).values();
    for (int i = 1; i < 4; i++) {
      assertThat(Math.abs(first.get(i) - second.get(i)))
          .isLessThanOrEqualTo(Math.abs(first.get(i - 1) - second.get(i - 1)));
    }
    assertThat(figure.description())
        .contains("Most: %s, %.0f with A".formatted(figure.categories().get(0), first.get(0)));
  }

  @Test
  void shouldCallClassesByTheirNumbersIfTheyHaveNoNames() {
    BarFigure figure =
        ConfusionFigures.changes("on pets", confusion("A", 1), confusion("B", 3), List.of(), 9);

    assertThat(figure.categories()).hasSize(6).allMatch(pair -> pair.matches("\\d → \\d"));
    assertThat(
            ConfusionFigures.changes("x", confusion("A", 1), confusion("B", 1), NAMES, 9)
                .description())
        .endsWith("None differs.");
  }

  @Test
  void shouldTellModelsByColourAndImagesByLine() {
    CurveFigure loss = TrainingFigures.loss("on pets", courses());
    CurveFigure accuracy = TrainingFigures.accuracy("on pets", courses());

    List<CurveStyle> styles = loss.series().stream().map(CurveFigure.Series::style).toList();
    assertThat(styles.get(0).color()).isEqualTo(styles.get(1).color());
    assertThat(styles.get(0).color()).isNotEqualTo(styles.get(2).color());
    assertThat(styles.get(0).dash()).isEqualTo(styles.get(2).dash());
    assertThat(styles.get(0).dash()).isNotEqualTo(styles.get(1).dash());
    assertThat(accuracy.series().get(0).points()).contains(Point.of(3, 80));
    assertThat(loss.description()).contains("A, test: 2.10 at 1, 1.50 at 2");
    assertThatThrownBy(() -> new Course("A", "test", List.of(1.0), List.of()))
        .hasMessage("A: 1 losses, but 0 accuracies");
  }

  private static List<CorruptionFigures.Model> corrupted() {
    Map<CommonCorruption, List<Double>> errors = new LinkedHashMap<>();
    errors.put(CommonCorruption.SHOT_NOISE, List.of(0.2, 0.4));
    errors.put(CommonCorruption.CONTRAST, List.of(0.1, 0.2));
    return List.of(new CorruptionFigures.Model("A", new CorruptionErrors(0.05, errors)));
  }

  @Test
  void shouldAverageErrorsOverSeverities() {
    BarFigure figure = CorruptionFigures.errors("on pets", corrupted());

    assertThat(figure.categories()).containsExactly("shot noise", "contrast");
    assertThat(figure.series().get(0).values().get(0)).isCloseTo(30, within(1e-12));
    assertThat(figure.series().get(0).values().get(1)).isCloseTo(15, within(1e-12));
    assertThat(figure.description()).endsWith("A: 5.00 % without corruption, 22.50 % on average.");
  }

  @Test
  void shouldBeDrawnAsFiles(@TempDir Path folder) {
    Fonts.require();
    List<Figure> figures =
        List.of(
            CalibrationFigures.reliability("on pets", models()),
            CalibrationFigures.confidences("on pets", models()),
            ConfusionFigures.changes("on pets", confusion("A", 1), confusion("B", 3), NAMES, 9),
            CorruptionFigures.errors("on pets", corrupted()),
            TrainingFigures.loss("on pets", courses()),
            TrainingFigures.accuracy("on pets", courses()));

    for (Figure figure : figures) {
      FigureFiles.write(folder, figure);
      assertThat(FigureFiles.written(folder, figure)).allMatch(Files::exists);
    }
    assertThat(figures).extracting(Figure::name).doesNotHaveDuplicates();
  }
}
