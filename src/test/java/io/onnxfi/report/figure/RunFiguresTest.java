package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.RunFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFiguresTest {
  private static final String[] ORT = {
    "0,conv1,\"(0, 1)\",3,60,30,10",
    "1,conv1,\"(0, 2)\",3,100,0,0",
    "2,fc,\"(2, 3)\",3,100,0,0",
    "3,fc,\"(2, 3)\",5,0,20,80"
  };
  private static final String[] DJL = {
    "0,conv1,\"(0, 1)\",3,60,26,14",
    "1,conv1,\"(0, 2)\",3,100,0,0",
    "2,fc,\"(2, 3)\",3,98,2,0",
    "3,fc,\"(2, 3)\",5,0,20,80"
  };

  @TempDir private Path folder;

  private static RunResults read(Path run) {
    return RunResults.read(new RunDirectory(run));
  }

  private RunFigures figures() {
    return RunFigures.of(
        read(
            RunFiles.in(folder)
                .backend("ort", "ONNX Runtime", ORT)
                .backend("djl", "PyTorch", DJL)
                .finish()),
        List.of());
  }

  private static Figure named(List<Figure> figures, String name) {
    return figures.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void shouldShareOutOutcomes() {
    BarFigure outcomes = (BarFigure) figures().outcomes().get(0);
    assertThat(outcomes.categories()).containsExactly("ONNX Runtime", "PyTorch");
    // 260, 50 and 90 of 400 pairs; 258, 48 and 94 of 400.
    assertThat(outcomes.series())
        .extracting(BarFigure.Series::values)
        .containsExactly(List.of(65.0, 64.5), List.of(12.5, 12.0), List.of(22.5, 23.5));
    assertThat(outcomes.description()).contains("ONNX Runtime: masked 65.00 %");
  }

  @Test
  void shouldTabulateWhatTheVerdictRestsOn() {
    RunResults run =
        read(
            RunFiles.in(folder)
                .backend("ort", "ONNX Runtime", ORT)
                .backend("djl", "PyTorch", DJL)
                .finish());
    DataTable table = RunTables.statistics(run).get(0);
    assertThat(table.name()).isEqualTo("statistics-ort-djl");
    // Four faults of 100 images: 0.1, 0, 0, 0.8 against 0.14, 0, 0, 0.8 critical.
    assertThat(value(table, "critical rate of all faults, ONNX Runtime")).isEqualTo(22.5);
    assertThat(value(table, "critical rate of all faults, PyTorch")).isEqualTo(23.5);
    assertThat(value(table, "critical rate, difference")).isEqualTo(1.0);
    assertThat(value(table, "faults whose critical count differs")).isEqualTo(25.0);
    assertThat(value(table, "Bland-Altman bias")).isEqualTo(1.0);
  }

  private static Object value(DataTable table, String statistic) {
    return table.rows().stream()
        .filter(row -> row.get(0).equals(statistic))
        .findFirst()
        .orElseThrow()
        .get(2);
  }

  @Test
  void shouldSetDetectedErrorsApartWhereTheyAre() {
    RunResults run =
        read(
            RunFiles.in(folder)
                .backend("ort", "ONNX Runtime", "0,fc,\"(0, 0)\",30,0,60,15")
                .finish());
    BarFigure outcomes = (BarFigure) RunFigures.of(run, List.of()).outcomes().get(0);
    assertThat(outcomes.series()).last().returns("due", BarFigure.Series::name);
    assertThat(outcomes.series().get(3).values()).containsExactly(25.0);
  }

  @Test
  void shouldRateBitsAndLayers() {
    BarFigure bits = (BarFigure) named(figures().criticality(), "critical-by-bit");
    assertThat(bits.categories()).containsExactly("3", "4", "5");
    assertThat(bits.faults()).containsExactly(3L, 0L, 1L);
    assertThat(bits.series().get(0).values()).containsExactly(10.0 / 3, Double.NaN, 80.0);
    assertThat(bits.description()).contains("ONNX Runtime: highest in bit 5, 80.00 %.");
    assertThat(bits.table().rows().get(1)).containsExactly("4", 0L, "", "");
    BarFigure layers = (BarFigure) named(figures().criticality(), "critical-by-layer");
    assertThat(layers.categories()).containsExactly("conv1", "fc");
    assertThat(layers.series().get(1).values()).containsExactly(7.0, 40.0);
  }

  @Test
  void shouldMapLayersAndBits() {
    HeatMapFigure map =
        (HeatMapFigure) named(figures().criticality(), "critical-by-layer-and-bit-ort");
    assertThat(map.cells())
        .containsExactly(
            new HeatMapFigure.Cell(0, 0, 5, 2),
            new HeatMapFigure.Cell(1, 0, 0, 1),
            new HeatMapFigure.Cell(1, 2, 80, 1));
    assertThat(map.description()).contains("Highest: fc, bit 5, 80.00 % of the pairs of 1 fault.");
    HeatMapFigure masked =
        (HeatMapFigure) named(figures().signature(), "fully-masked-by-layer-and-bit-djl");
    assertThat(masked.cells())
        .extracting(HeatMapFigure.Cell::percent)
        .as("98 of 100 images are not all")
        .containsExactly(50.0, 0.0, 0.0);
  }

  @Test
  void shouldShadeByLogarithmFromTheFloor() {
    HeatMapFigure map =
        (HeatMapFigure) named(figures().criticality(), "critical-by-layer-and-bit-ort");
    assertThat(map.shade(0)).isZero();
    assertThat(map.shade(0.01)).isZero();
    assertThat(map.shade(1)).as("halfway between 0.01 and 100").isCloseTo(0.5, within(1e-12));
    assertThat(map.shade(100)).isEqualTo(1);
    assertThat(map.ticks()).containsExactly(100.0, 10.0, 1.0, 0.1, 0.01);
    HeatMapFigure masked =
        (HeatMapFigure) named(figures().signature(), "fully-masked-by-layer-and-bit-ort");
    assertThat(masked.shade(25)).isEqualTo(0.25);
    assertThat(masked.ticks()).contains(0.0, 100.0);
  }

  @Test
  void shouldSetSidesAgainstEachOther() {
    ScatterFigure scatter =
        (ScatterFigure) named(figures().agreement(), "critical-per-fault-ort-djl");
    assertThat(scatter.points())
        .containsExactly(
            new ScatterFigure.Point(0, 0, 2),
            new ScatterFigure.Point(10, 14, 1),
            new ScatterFigure.Point(80, 80, 1));
    assertThat(scatter.points(0)).hasSize(2);
    assertThat(scatter.points(1)).containsExactly(new ScatterFigure.Point(0, 0, 2));
    assertThat(scatter.points(2)).isEmpty();
    BarFigure critical = (BarFigure) named(figures().agreement(), "critical-difference-by-bit");
    assertThat(critical.series().get(0).values()).containsExactly(4.0 / 3, Double.NaN, 0.0);
    BarFigure masked = (BarFigure) named(figures().agreement(), "masked-difference-by-bit");
    assertThat(masked.series().get(0).values()).containsExactly(2.0 / 3, Double.NaN, 0.0);
  }

  @Test
  void shouldHaveFewerFiguresForOneSide() {
    RunFigures one =
        RunFigures.of(
            read(RunFiles.in(folder).backend("ort", "ONNX Runtime", ORT).finish()), List.of());
    assertThat(one.agreement()).isEmpty();
    assertThat(one.all()).hasSize(5);
    RunFigures none =
        RunFigures.of(
            read(RunFiles.in(folder.resolve("empty")).backend("ort", "ONNX Runtime").finish()),
            List.of());
    assertThat(none.all()).isEmpty();
  }

  /** Faults in weights and activations, of two models. */
  private static final String MIXED =
      """
      Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,due,Model,Site
      0,conv1,"(0, 1)",3,100,60,30,10,0,flip,weight
      1,conv1,"(0, 2)",5,100,50,30,20,0,flip,weight
      2,relu,"(2, 3)",5,100,100,0,0,0,flip,activation
      3,relu,"(2, 4)",5,100,100,0,0,0,flip,activation
      4,relu,"(2,)",,100,0,40,60,0,zero,activation/channel
      """;

  private RunResults mixed() {
    return read(
        RunFiles.in(folder)
            .backend("ort", "ONNX Runtime", ORT)
            .write("outcomes-ort.csv", MIXED)
            .finish());
  }

  @Test
  void shouldSetWeightsAndActivationsSideBySide() {
    List<Figure> criticality = RunFigures.of(mixed(), List.of()).criticality();
    IntervalFigure figure =
        (IntervalFigure) named(criticality, "critical-rates-by-bit-and-site-ort");
    assertThat(figure.categories().levels()).containsExactly("3", "4", "5", "-");
    assertThat(figure.series())
        .extracting(IntervalFigure.Series::name)
        .containsExactly("weight", "activation");
    List<Optional<IntervalFigure.Rate>> activations = figure.series().get(1).rates();
    assertThat(activations.get(0)).as("no fault in bit 3").isEmpty();
    // No critical image of two faults: Wilson's interval of two trials, t(1) = 12.706.
    IntervalFigure.Rate none = activations.get(2).orElseThrow();
    assertThat(none.percent()).isZero();
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(98.7764, within(1e-3));
    assertThat(none.faults()).isEqualTo(2);
    assertThat(activations.get(3).orElseThrow().percent()).isEqualTo(60);
    assertThat(figure.series().get(0).rates().get(0).orElseThrow().percent()).isEqualTo(10);
    assertThat(figure.description()).contains("weight: highest in bit 5, 20.00 % (");
    assertThat(figure.table().rows().get(1)).containsExactly("4", 0L, "", "", "", 0L, "", "", "");
    assertThat(figure.shown(0)).isEqualTo(0.01);
  }

  @Test
  void shouldRateWhateverVariesAmongTheTrials() {
    List<Figure> criticality = RunFigures.of(mixed(), List.of()).criticality();
    assertThat(criticality)
        .extracting(Figure::name)
        .containsExactly(
            "critical-by-bit",
            "critical-by-layer",
            "critical-by-site",
            "critical-by-fault",
            "critical-by-reach",
            "critical-rates-by-bit-and-site-ort",
            "critical-rates-by-bit-and-fault-ort",
            "critical-rates-by-bit-and-reach-ort",
            "critical-by-layer-and-bit-ort",
            "critical-by-site-and-fault-ort");
    BarFigure models = (BarFigure) named(criticality, "critical-by-fault");
    assertThat(models.categories()).containsExactly("flip", "zero");
    assertThat(models.series().get(0).values()).containsExactly(7.5, 60.0);
    HeatMapFigure map = (HeatMapFigure) named(criticality, "critical-by-site-and-fault-ort");
    assertThat(map.cells())
        .containsExactly(
            new HeatMapFigure.Cell(0, 0, 15, 2),
            new HeatMapFigure.Cell(1, 0, 0, 2),
            new HeatMapFigure.Cell(1, 1, 60, 1));
    assertThat(map.table().textColumns()).isEqualTo(2);
    assertThat(RunTables.of(mixed()))
        .filteredOn(table -> table.name().equals("most-critical"))
        .first()
        .extracting(table -> table.rows().get(0).subList(0, 4))
        .isEqualTo(List.of("relu", "(2,)", "activation", "zero"));
  }

  @Test
  void shouldSetAnyTwoFactorsAgainstEachOther() {
    List<Figure> criticality =
        RunFigures.of(mixed(), List.of(Factor.LAYER, Factor.SITE)).criticality();
    assertThat(criticality)
        .extracting(Figure::name)
        .endsWith("critical-rates-by-site-and-layer-ort", "critical-by-layer-and-site-ort");
    RunResults plain =
        read(RunFiles.in(folder.resolve("plain")).backend("ort", "ONNX Runtime", ORT).finish());
    assertThat(RunFigures.of(plain, List.of(Factor.LAYER, Factor.BIT)).criticality())
        .as("the map is there anyhow")
        .extracting(Figure::name)
        .containsExactly(
            "critical-by-bit",
            "critical-by-layer",
            "critical-by-layer-and-bit-ort",
            "critical-rates-by-bit-and-layer-ort");
  }

  @Test
  void shouldKeepTheOrderOfLayersOnlyIfTheListTakesThemOneByOne() {
    assertThat(Axis.names(Factor.LAYER, List.of("stem", "stem", "conv10", "conv9")))
        .containsExactly("stem", "conv10", "conv9");
    assertThat(Axis.names(Factor.LAYER, List.of("conv10", "conv9", "conv10", "stem")))
        .containsExactly("conv9", "conv10", "stem");
  }
}
