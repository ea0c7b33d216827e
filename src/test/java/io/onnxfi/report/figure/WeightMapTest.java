package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.report.CriticalResults;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunSide;
import io.onnxfi.testing.CriticalFiles;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightMapTest {
  @TempDir private Path folder;

  /**
   * Faults in the elements of a weight {@code [out, 16]}: bit 30 is always critical, 3 at row 1.
   */
  private RunSide side(int outputs, int bits) {
    List<String> rows = new ArrayList<>();
    for (int weight = 16 * outputs - 1; weight >= 0; weight--) {
      for (int bit = 30; bit > 30 - bits; bit--) {
        String index = "(%d, %d)".formatted(weight / 16, weight % 16);
        int critical = bit == 30 ? 10 : bit == 29 && weight / 16 == 1 ? 5 : 0;
        rows.add(CriticalFiles.row(rows.size(), "conv", index, bit, 10, critical, 0));
      }
    }
    rows.add(CriticalFiles.row(rows.size(), "fc", "(0, 0)", 30, 10, 10, 0));
    Path run = CriticalFiles.in(folder).backend("ort", "ORT", 0, rows).finish();
    return CriticalResults.read(new RunDirectory(run)).run().backends().get(0);
  }

  @Test
  void shouldHaveAPlaceForEachWeightAndBit() {
    List<WeightMap> maps = WeightMap.of(side(16, 8)); // 256 weights, 2,048 faults
    assertThat(maps)
        .singleElement()
        .extracting(WeightMap::name)
        .isEqualTo("critical-weights-conv-ort");
    WeightMap map = maps.get(0);
    assertThat(map.rows()).isEqualTo(8);
    assertThat(map.columns()).isEqualTo(256);
    assertThat(map.bit(0)).isEqualTo(30);
    assertThat(map.percent(0, 0)).isEqualTo(100);
    assertThat(map.percent(1, 15)).isZero();
    assertThat(map.percent(1, 16)).isEqualTo(50); // (1, 0), bit 29
    assertThat(map.percent(1, 31)).isEqualTo(50);
    assertThat(map.percent(1, 32)).isZero();
    assertThat(map.marks()).hasSize(16).contains(new WeightMap.Mark(16, "1"));
    assertThat(map.description())
        .contains("from (0, 0) to (15, 15)", "2,048 faults in 256 weights")
        .contains("critical at least once: 272 of 2,048");
    assertThat(new Color(map.picture().getRGB(0, 0))).isEqualTo(Palette.shade(1));
    assertThat(new Color(map.picture().getRGB(0, 1))).isEqualTo(Palette.shade(0));
  }

  @Test
  void shouldPutNeighboursTogetherWhereFaultsAreFewOrWeightsMany() {
    WeightMap many = WeightMap.of(side(200, 2)).get(0); // 3,200 weights, 6,400 faults
    assertThat(many.columns()).isEqualTo(1_000);
    assertThat(many.marks().size()).isLessThanOrEqualTo(16);
    // Weights 16 to 31 have columns 5 to 9; of column 5, weights 16 to 19 are all of row 1.
    assertThat(many.percent(1, 5)).isEqualTo(50);
    assertThat(many.percent(1, 4)).isZero();
    assertThat(many.percent(1, 10)).isZero();
    assertThat(many.description())
        .contains("3.2 neighbouring weights of the list in each of 1,000");
  }

  /** One bit of 32 of each weight: (31/32)^n is 5 % at n = 94.4 weights, 2,048 / 94.4 = 21.7. */
  @Test
  void shouldLeaveFewCellsBlankWhereTheListIsASample() {
    List<String> rows = new ArrayList<>();
    Random random = new Random(5);
    for (int weight = 0; weight < 2_048; weight++) {
      int bit = random.nextInt(32);
      rows.add(CriticalFiles.row(weight, "conv", "(%d,)".formatted(weight), bit, 10, 0, 0));
    }
    Path run = CriticalFiles.in(folder).backend("ort", "ORT", 0, rows).finish();
    RunSide side = CriticalResults.read(new RunDirectory(run)).run().backends().get(0);
    WeightMap map = WeightMap.of(side).get(0);
    assertThat(map.columns()).isEqualTo(21);
    int blank = 0;
    for (int row = 0; row < map.rows(); row++) {
      for (int column = 0; column < map.columns(); column++) {
        if (Double.isNaN(map.percent(row, column))) {
          assertThat(new Color(map.picture().getRGB(column, row), true).getAlpha()).isZero();
          blank++;
        }
      }
    }
    assertThat(blank).isBetween(1, 67); // 10 % of 672: of 5 %, twice as many are no accident
  }

  @Test
  void shouldDrawNoSmallLayer() {
    assertThat(WeightMap.of(side(15, 8))).isEmpty();
  }
}
