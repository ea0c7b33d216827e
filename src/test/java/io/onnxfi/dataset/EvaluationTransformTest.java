package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTransformTest {
  /** {@code make_golden_transform.py} wrote it with torchvision and Pillow. */
  @Test
  void shouldGiveTheBytesOfTorchvision() {
    List<CSVRecord> rows = GoldenPlanes.table("golden-transform.csv");

    assertThat(rows).hasSize(80).allSatisfy(EvaluationTransformTest::assertGolden);
  }

  private static void assertGolden(CSVRecord row) {
    RgbImage image = GoldenPlanes.formula(number(row, "height"), number(row, "width"));
    EvaluationTransform transform =
        EvaluationTransform.parse(row.get("resize") + "," + row.get("crop"), "--transform");

    assertThat(GoldenPlanes.sha256(transform.apply(image))).isEqualTo(row.get("sha256"));
  }

  private static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  /** Only the window that is kept is computed, so that no side is too long. */
  @Test
  void shouldTakeThinImagesOfAnyLength() {
    for (PixelSize size : List.of(new PixelSize(1, 3_000_000), new PixelSize(3_000_000, 1))) {
      RgbImage image = new RgbImage(size, new byte[3 * size.pixels()]);

      assertThat(EvaluationTransform.IMAGENET.apply(image).planes()).containsOnly(0);
      assertThat(new EvaluationTransform(8192, 10).apply(image).planes()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imagenet|256,224",
        "256,224|256,224",
        "232, 224|232,224",
        " 1,8192 |1,8192",
        "40x60,32x32|40x60,32",
        "none, 33×44|none,33x44",
        "24x24,1|24x24,1"
      })
  void shouldReadWhatItWrites(String text, String written) {
    EvaluationTransform transform = EvaluationTransform.parse(text, "--transform");

    assertThat(transform).hasToString(written);
    assertThat(EvaluationTransform.parse(written, "--transform")).isEqualTo(transform);
    assertThat(transform.label()).contains(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "256",
        "256x224",
        "0,1",
        "256,0",
        "8193,224",
        "-1,2",
        "ImageNet",
        "1,2,3",
        "none",
        "0x9,3",
        "9x9,3x0",
        "none,9000x1",
        "4x,4"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThatThrownBy(() -> EvaluationTransform.parse(text, "--transform"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--transform: expected imagenet, or RESIZE,CROP, such as 256,224, 240x320,224x224 or"
                + " none,224, of 1 to 8,192 pixels, found '"
                + text
                + "'");
  }
}
