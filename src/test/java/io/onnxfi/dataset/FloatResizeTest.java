package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class FloatResizeTest {
  /**
   * Planes that Pillow resized in mode F, and torch too where they grow: explain/make_golden.py.
   */
  @Test
  void shouldGiveThePlanesOfPillow() throws IOException {
    try (Reader in =
        new InputStreamReader(
            FloatResizeTest.class.getResourceAsStream("/io/onnxfi/explain/golden-resize.csv"),
            StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      assertThat(format.parse(in).getRecords())
          .hasSize(5)
          .allSatisfy(FloatResizeTest::assertGolden);
    }
  }

  private static void assertGolden(CSVRecord row) {
    PixelSize from = new PixelSize(number(row, "height"), number(row, "width"));
    PixelSize to = new PixelSize(number(row, "to_height"), number(row, "to_width"));
    float[] plane = new float[from.pixels()];
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < from.width(); x++) {
        plane[y * from.width() + x] = (5 * y + 3 * x) % 23 / 22f;
      }
    }
    float[] resized = new FloatResize(from, to).apply(plane);
    String[] golden = row.get("plane").split(" ", -1);
    assertThat(resized).hasSize(golden.length);
    for (int i = 0; i < golden.length; i++) {
      assertThat(resized[i]).isEqualTo(Float.parseFloat(golden[i]));
    }
  }

  private static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  @Test
  void shouldKeepAPlaneOfThatSizeAndGiveANewArray() {
    PixelSize size = new PixelSize(2, 3);
    float[] plane = {1, 2, 3, 4, 5, 6};
    float[] same = new FloatResize(size, size).apply(plane);
    assertThat(same).containsExactly(plane).isNotSameAs(plane);
  }

  @Test
  void shouldRefuseAnotherPlane() {
    FloatResize resize = new FloatResize(new PixelSize(2, 3), new PixelSize(4, 4));
    assertThatThrownBy(() -> resize.apply(new float[5]))
        .hasMessage("a plane of 2×3 has 6 elements, found 5");
  }
}
