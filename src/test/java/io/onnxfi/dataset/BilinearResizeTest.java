package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class BilinearResizeTest {
  @Test
  void shouldGiveTheBytesOfPillow() {
    List<CSVRecord> rows = GoldenPlanes.table("golden-resize.csv");

    assertThat(rows).hasSize(53).allSatisfy(BilinearResizeTest::assertGolden);
  }

  private static void assertGolden(CSVRecord row) {
    RgbImage image = GoldenPlanes.formula(number(row, "height"), number(row, "width"));
    PixelSize to = new PixelSize(number(row, "to_height"), number(row, "to_width"));

    assertThat(GoldenPlanes.sha256(BilinearResize.resize(image, to))).isEqualTo(row.get("sha256"));
  }

  private static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  @Test
  void shouldAverageOverAllPixelsWhenReducing() {
    // One row of 0, 0, 0, 80 in red: without anti-aliasing, the second output would be 40.
    byte[] planes = new byte[12];
    planes[3] = 80;

    RgbImage half = BilinearResize.resize(new RgbImage(new PixelSize(1, 4), planes), size(1, 2));

    // The triangle weighs four pixels 1:3:3:1, and the edge cuts one off: 80·3/7.
    assertThat(half.planes()).containsExactly(0, 34, 0, 0, 0, 0);
  }

  @Property(tries = 200)
  void shouldKeepAConstantImage(
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int toHeight,
      @ForAll @IntRange(min = 1, max = 90) int toWidth,
      @ForAll byte value) {
    byte[] planes = new byte[3 * height * width];
    Arrays.fill(planes, value);

    RgbImage image = new RgbImage(new PixelSize(height, width), planes);

    assertThat(BilinearResize.resize(image, size(toHeight, toWidth)).planes()).containsOnly(value);
  }

  @Property(tries = 50)
  void shouldLeaveAnImageOfThatSizeAlone(
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int width) {
    RgbImage image = GoldenPlanes.formula(height, width);

    assertThat(BilinearResize.resize(image, image.size()).planes()).isEqualTo(image.planes());
  }

  private static PixelSize size(int height, int width) {
    return new PixelSize(height, width);
  }
}
