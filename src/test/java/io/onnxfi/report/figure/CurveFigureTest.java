package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.report.figure.CurveFigure.Level;
import io.onnxfi.report.figure.CurveFigure.Mark;
import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.CurveFigure.Quantity;
import io.onnxfi.report.figure.CurveFigure.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurveFigureTest {
  private static final Quantity RATE = new Quantity("bit-error rate", true);
  private static final Quantity NOISE = new Quantity("α", false);

  private static CurveFigure figure(Quantity x, List<Mark> marks, Point... points) {
    return new CurveFigure(
        "curves",
        "Curves",
        "",
        x,
        "accuracy, %",
        List.of(new Series("net", CurveStyle.of(0), List.of(points))),
        List.of(),
        marks);
  }

  @Test
  void shouldTabulateEveryPlaceOfAnyCurve() {
    CurveFigure figure =
        new CurveFigure(
            "curves",
            "Curves",
            "",
            RATE,
            "accuracy, %",
            List.of(
                new Series(
                    "a",
                    CurveStyle.of(0),
                    List.of(new Point(1e-6, 80, 75, 82.5), new Point(2.5e-7, 90, 89, 91))),
                new Series("b", CurveStyle.of(1), List.of(Point.of(1e-10, 1.0 / 3)))),
            List.of(),
            List.of());
    DataTable table = figure.table();
    assertThat(table.columns())
        .containsExactly("bit-error rate", "a, accuracy, %", "a, from", "a, to", "b, accuracy, %");
    assertThat(table.rows())
        .containsExactly(
            List.of("1e-10", "", "", "", 1.0 / 3),
            List.of("2.5e-7", 90.0, 89.0, 91.0, ""),
            List.of("1e-6", 80.0, 75.0, 82.5, ""));
  }

  @Test
  void shouldLeaveOutWhatIsNotANumber() {
    DataTable table =
        figure(
                NOISE,
                List.of(),
                new Point(0, 50, 49, 51),
                new Point(0.05, Double.NaN, 1, 2),
                new Point(0.1, Double.POSITIVE_INFINITY, 1, 2),
                new Point(0.2, 40, Double.NaN, Double.NaN))
            .table();
    assertThat(table.rows())
        .containsExactly(
            List.of("0", 50.0, 49.0, 51.0),
            List.of("0.05", "", "", ""),
            List.of("0.1", "", "", ""),
            List.of("0.2", 40.0, "", ""));
  }

  @Test
  void shouldWriteNumbersShortAndExact() {
    assertThat(RATE.text(1e-10)).isEqualTo("1e-10");
    assertThat(RATE.text(2.3456789e-6)).isEqualTo("2.3456789e-6");
    assertThat(RATE.text(1)).isEqualTo("1e0");
    assertThat(RATE.text(120)).isEqualTo("1.2e2");
    assertThat(NOISE.text(0.30000000000000004)).isEqualTo("0.30000000000000004");
    assertThat(NOISE.text(100)).isEqualTo("100");
    assertThat(NOISE.text(0)).isEqualTo("0");
  }

  @Test
  void shouldSayWhereACurveBeginsAndEnds() {
    Series falling =
        new Series(
            "net",
            CurveStyle.of(0),
            List.of(Point.of(1e-3, 10.021), Point.of(1e-10, 91.48), Point.of(1e-2, Double.NaN)));
    assertThat(falling.inWords(RATE)).isEqualTo("net: 91.48 at 1e-10, 10.02 at 1e-3");
    assertThat(new Series("net", CurveStyle.of(0), List.of(Point.of(0, 1))).inWords(NOISE))
        .isEqualTo("net: 1.00 at 0");
    assertThat(new Series("net", CurveStyle.of(0), List.of()).inWords(NOISE))
        .isEqualTo("net: nothing measured");
  }

  @Test
  void shouldEndAxesAtRoundNumbers() {
    CurveFigure figure =
        figure(
            RATE,
            List.of(new Mark(3e-5, "here")),
            new Point(1e-9, 91.48, 91.2, 91.7),
            new Point(2e-6, 13, 9.5, 15));
    assertThat(figure.places()).isEqualTo(new Ends(-9, -4, 1));
    assertThat(figure.values()).isEqualTo(new Ends(0, 100, 20));
    CurveFigure small = figure(NOISE, List.of(), Point.of(0, 98.07), Point.of(0.5, 97.98));
    assertThat(small.values()).isEqualTo(new Ends(97.98, 98.08, 0.02));
    assertThat(small.places()).isEqualTo(new Ends(0, 0.5, 0.1));
  }

  @Test
  void shouldGiveASinglePointAnAxis() {
    CurveFigure one = figure(RATE, List.of(), Point.of(1e-6, 80));
    assertThat(one.places()).isEqualTo(new Ends(-7, -5, 1));
    assertThat(one.values().from()).isLessThan(80);
    assertThat(one.values().to()).isGreaterThan(80);
    CurveFigure none = figure(NOISE, List.of(), Point.of(0, Double.NaN));
    assertThat(none.values()).isEqualTo(new Ends(0, 1, 0.2));
  }

  @Test
  void shouldSetLevelsWithinTheAxis() {
    CurveFigure figure =
        new CurveFigure(
            "curves",
            "Curves",
            "",
            NOISE,
            "accuracy, %",
            List.of(new Series("net", CurveStyle.of(0), List.of(Point.of(0, 10)))),
            List.of(new Level(91, "fault-free")),
            List.of());
    assertThat(figure.values().to()).isGreaterThanOrEqualTo(91);
  }

  @Test
  void shouldRefuseWhatHasNoPlace() {
    assertThatThrownBy(() -> figure(RATE, List.of(), Point.of(0, 90)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curves: 0.0 has no place on a logarithmic axis");
    assertThatThrownBy(() -> figure(NOISE, List.of(new Mark(Double.NaN, "")), Point.of(0, 90)))
        .hasMessage("curves: NaN has no place on a linear axis");
    assertThatThrownBy(() -> figure(NOISE, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curves: no points");
    assertThatThrownBy(() -> figure(NOISE, List.of(), Point.of(1, 2), Point.of(1, 3)))
        .hasMessage("net: two points at 1.0");
    Series net = new Series("net", CurveStyle.of(0), List.of(Point.of(1, 2)));
    assertThatThrownBy(
            () ->
                new CurveFigure("c", "C", "", NOISE, "y", List.of(net, net), List.of(), List.of()))
        .hasMessage("C: two are called net");
    assertThatThrownBy(() -> new Point(1, 2, 3, 2)).hasMessage("an interval from 3.0 to 2.0");
  }

  @Test
  void shouldTellCurvesApartWithoutColour() {
    Set<List<Object>> looks = new HashSet<>();
    for (int group = 0; group < 6; group++) {
      for (int variant = 0; variant < 4; variant++) {
        CurveStyle style = CurveStyle.of(group, variant);
        looks.add(List.of(style.shape(), style.isHollow(), style.dash()));
      }
    }
    assertThat(looks).hasSize(24);
    Set<CurveStyle> styles = new HashSet<>();
    for (int group = 0; group < 36; group++) {
      styles.add(CurveStyle.of(group));
    }
    assertThat(styles).hasSize(36);
  }
}
