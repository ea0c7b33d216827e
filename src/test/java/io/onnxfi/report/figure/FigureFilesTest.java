package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.Factor;
import io.onnxfi.testing.Fonts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class FigureFilesTest {
  @TempDir private Path folder;

  static Stream<Figure> figures() {
    return Stream.of(
        new BarFigure(
            "bars",
            "Bars of <b> & c",
            "",
            "bit",
            "critical, %",
            List.of("29", "30", "31"),
            List.of(2L, 1L, 0L),
            List.of(
                new BarFigure.Series("left", Palette.SIDES.get(0), List.of(1.0, 80.0, Double.NaN)),
                new BarFigure.Series(
                    "right", Palette.SIDES.get(1), List.of(2.0, 70.0, Double.NaN))),
            false),
        new HeatMapFigure(
            "map",
            "Map of <b> & c",
            "",
            "critical, %",
            0.01,
            new Axis(Factor.LAYER, List.of("conv1", "</script>")),
            new Axis(Factor.BIT, IntStream.range(0, 32).mapToObj(Integer::toString).toList()),
            List.of(new HeatMapFigure.Cell(0, 30, 100, 3), new HeatMapFigure.Cell(1, 0, 0, 1))),
        new HeatMapFigure(
            "map-without-bits",
            "Map of faults that name no bit, and others",
            "",
            "critical, %",
            0.01,
            new Axis(Factor.LAYER, List.of("conv1", "</script>")),
            new Axis(
                Factor.BIT,
                Stream.concat(IntStream.range(8, 32).mapToObj(Integer::toString), Stream.of("-"))
                    .toList()),
            List.of(new HeatMapFigure.Cell(0, 24, 0, 3), new HeatMapFigure.Cell(1, 0, 30, 1))),
        new ScatterFigure(
            "scatter",
            "Scatter of <b> & c",
            "",
            "left",
            "right",
            "critical images",
            10000,
            List.of(new ScatterFigure.Point(0, 0, 20), new ScatterFigure.Point(9000, 8999, 1))),
        new IntervalFigure(
            "intervals",
            "Intervals of <b> & c",
            "",
            new Axis(Factor.BIT, List.of("29", "30", "-")),
            "critical, %",
            0.01,
            List.of(
                series("left", 0, new IntervalFigure.Rate(0, 0, 3.5, 100)),
                series("right", 1, new IntervalFigure.Rate(40, 20, 70, 20)))),
        curves("curves", true),
        curves("linear-curves", false));
  }

  /** A band of two points, a gap, a point with an interval of its own, one without. */
  private static CurveFigure curves(String name, boolean isLogarithmic) {
    List<CurveFigure.Point> points =
        List.of(
            new CurveFigure.Point(1e-9, 91, 90, 92),
            new CurveFigure.Point(1e-8, 88, 84, 90),
            new CurveFigure.Point(1e-7, Double.NaN, Double.NaN, Double.NaN),
            new CurveFigure.Point(1e-6, 60, 40, 70),
            CurveFigure.Point.of(1e-5, 10));
    return new CurveFigure(
        name,
        "Curves of <b> & c",
        "",
        new CurveFigure.Quantity("bit-error rate", isLogarithmic),
        "accuracy, %",
        List.of(
            new CurveFigure.Series("left", CurveStyle.of(0, 1), points),
            new CurveFigure.Series("right", CurveStyle.of(1), points)),
        List.of(new CurveFigure.Level(91.5, "fault-free")),
        List.of(new CurveFigure.Mark(2e-8, "1 point"), new CurveFigure.Mark(1e-5, "10 points")));
  }

  /** Ten names do not fit into one line. */
  @Test
  void shouldNameEveryCurveBelow() {
    CurveFigure figure = curves("curves", true);
    List<CurveFigure.Series> ten =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new CurveFigure.Series(
                        "architecture %d, noisy".formatted(i),
                        CurveStyle.of(i / 2, i % 2),
                        figure.series().get(0).points()))
            .toList();
    CurveFigure many =
        new CurveFigure(
            "many", "Many", "", figure.x(), figure.valueTitle(), ten, List.of(), List.of());
    assertThat(new CurveLegend(figure, 900).height())
        .isLessThan(new CurveLegend(many, 900).height());
    FigureFiles.write(folder, many);
    ten.forEach(
        one -> assertThat(folder.resolve("many.svg")).content().contains(">" + one.name() + "<"));
  }

  /** Names stand upright where they would run into each other, and nothing cuts them off. */
  @Test
  void shouldLabelEveryCategory() {
    for (int count : List.of(2, 32)) {
      List<String> names =
          IntStream.range(0, count).mapToObj(i -> "layer%d.0.conv1".formatted(i)).toList();
      IntervalFigure figure =
          new IntervalFigure(
              "names",
              "Names",
              "",
              new Axis(Factor.LAYER, names),
              "critical, %",
              0.01,
              List.of(
                  new IntervalFigure.Series(
                      "ort", "#0072b2", Collections.nCopies(count, Optional.empty()))));
      XYChart chart = IntervalChart.of(figure);
      assertThat(chart.getStyler().getXAxisLabelRotation()).isEqualTo(count == 2 ? 0 : 90);
    }
  }

  private static IntervalFigure.Series series(String name, int place, IntervalFigure.Rate rate) {
    return new IntervalFigure.Series(
        name,
        Palette.LEVELS.get(place),
        List.of(Optional.of(rate), Optional.empty(), Optional.of(rate)));
  }

  @BeforeEach
  void requireFonts() {
    Fonts.require();
  }

  @ParameterizedTest
  @MethodSource("figures")
  void shouldDrawTheSameBytesTwice(Figure figure) throws IOException {
    Path again = Files.createDirectory(folder.resolve("again"));
    FigureFiles.write(folder, figure);
    FigureFiles.write(again, figure);
    for (String end : List.of(".png", ".svg")) {
      assertThat(folder.resolve(figure.name() + end))
          .hasSameBinaryContentAs(again.resolve(figure.name() + end));
    }
  }

  @ParameterizedTest
  @MethodSource("figures")
  void shouldDrawSomethingInColour(Figure figure) throws IOException {
    FigureFiles.write(folder, figure);
    BufferedImage picture = ImageIO.read(folder.resolve(figure.name() + ".png").toFile());
    assertThat(picture.getWidth()).isGreaterThanOrEqualTo(1800);
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y += 3) {
      for (int x = 0; x < picture.getWidth(); x += 3) {
        colors.add(picture.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colors)
        .contains(0xffffff)
        .contains(
            Integer.decode(
                figure.<String>match(
                    bars -> Palette.SIDES.get(0),
                    map -> Palette.SCALE.get(0),
                    scatter -> Palette.SIDES.get(2),
                    intervals -> Palette.LEVELS.get(1),
                    curves -> Palette.LEVELS.get(1))));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void shouldWriteWellFormedSvgWithItsTitle(Figure figure)
      throws IOException, ParserConfigurationException, SAXException {
    FigureFiles.write(folder, figure);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document svg =
        factory.newDocumentBuilder().parse(folder.resolve(figure.name() + ".svg").toFile());
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("image").getLength()).as("drawn, not pasted").isZero();
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(20);
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(figure.title());
  }

  /** Such as pairs of classes whose number differs, where none does. */
  @Test
  void shouldDrawBarsOfNothing() throws IOException {
    BarFigure nothing =
        new BarFigure(
            "nothing",
            "Pairs that differ",
            "",
            "pair",
            "images",
            List.of(),
            List.of(),
            List.of(new BarFigure.Series("left", Palette.SIDES.get(0), List.of())),
            false);
    FigureFiles.write(folder, nothing);
    assertThat(ImageIO.read(folder.resolve("nothing.png").toFile())).isNotNull();
    assertThat(Files.readString(folder.resolve("nothing.svg"))).contains("Pairs that differ");
  }
}
