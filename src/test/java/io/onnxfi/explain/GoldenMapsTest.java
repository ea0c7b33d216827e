package io.onnxfi.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.dataset.Split;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** Maps made with PyTorch's own hooks on PyTorch's own modules: see make_golden.py. */
class GoldenMapsTest {
  /**
   * Largest difference of an element, of 1, from PyTorch's: rounding of float32, of which 3e-7 was
   * the most seen; libtorch's kernels may differ from processor to processor.
   */
  private static final double TOLERANCE = 5e-6;

  private static List<CSVRecord> table() throws IOException {
    try (Reader in =
        new InputStreamReader(
            GoldenMapsTest.class.getResourceAsStream("golden-maps.csv"), StandardCharsets.UTF_8)) {
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .get()
          .parse(in)
          .getRecords();
    }
  }

  /** All images of a layer at once, so that a batch is tested too. */
  private static void require(
      OnnxModel model, Shape image, String network, String layer, Images images)
      throws IOException {
    List<CSVRecord> rows =
        table().stream()
            .filter(row -> row.get("network").equals(network) && row.get("layer").equals(layer))
            .toList();
    assertThat(rows).isNotEmpty();
    int[] numbers = rows.stream().mapToInt(row -> integer(row, "image")).toArray();
    int[] classes = rows.stream().mapToInt(row -> integer(row, "class")).toArray();
    try (GradCam cam = GradCam.of(model, image, Optional.of(layer))) {
      List<Explanation> found = cam.explain(images.of(numbers), ClassChoice.each(classes));
      for (int i = 0; i < rows.size(); i++) {
        require(rows.get(i), found.get(i));
      }
    }
  }

  private interface Images {
    Tensor of(int... numbers);
  }

  private static void require(CSVRecord row, Explanation found) {
    String where = row.toList().subList(0, 5).toString();
    assertThat(found.label()).as(where).isEqualTo(integer(row, "class"));
    assertThat(found.scores().predicted()).as(where).isEqualTo(integer(row, "predicted"));
    assertThat(found.scores().confidence(found.scores().predicted()))
        .as(where)
        .isCloseTo(number(row, "confidence"), within(1e-5));
    HeatMap map = found.map();
    assertThat(map.size())
        .as(where)
        .isEqualTo(new PixelSize(integer(row, "height"), integer(row, "width")));
    assertThat(map.peak()).as(where).isCloseTo(number(row, "peak"), within(1e-6));
    double[] golden =
        Arrays.stream(row.get("map").split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    float[] values = map.values();
    for (int i = 0; i < golden.length; i++) {
      assertThat((double) values[i]).as(where).isCloseTo(golden[i], within(TOLERANCE));
    }
    if (map.isEmpty()) {
      assertThat(golden).containsOnly(0);
    } else {
      assertThat(map.correlation(HeatMap.of(map.size(), golden))).as(where).isGreaterThan(0.999999);
    }
  }

  private static int integer(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  private static double number(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }

  @Test
  void shouldGivePyTorchsMapsOfASmallNetworkWithASkipConnectionAndSoftmax() throws Exception {
    OnnxModel model =
        OnnxModel.load(Path.of(GoldenMapsTest.class.getResource("small.onnx").toURI()));
    for (String layer : List.of("conv1", "conv2")) {
      require(model, Shape.of(3, 12, 10), "small", layer, GoldenMapsTest::formula);
    }
  }

  /** As in make_golden.py: whole numbers from 0 to 22, as -1 to 1. */
  static Tensor formula(int... numbers) {
    float[] values = new float[numbers.length * 3 * 12 * 10];
    int at = 0;
    for (int n : numbers) {
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 12; y++) {
          for (int x = 0; x < 10; x++) {
            int whole = 37 * n + 11 * c + 5 * y + 3 * x + c * y * x + n * x * y;
            values[at++] = (whole % 23 - 11) / 11f;
          }
        }
      }
    }
    return Tensor.ofFloats(Shape.of(numbers.length, 3, 12, 10), values);
  }

  @Test
  void shouldGivePyTorchsMapsOfTheShippedResNet20() throws IOException {
    OnnxModel model = OnnxModel.load(Path.of("models/resnet20_cifar10.onnx"));
    LabelledImages all = Datasets.named("cifar10-sample").load(DataRoot.usual(), Split.TEST);
    Normalization normalization =
        new Normalization(
            floats(model.metadata().get("onnxfi.mean")),
            floats(model.metadata().get("onnxfi.std")));
    for (String layer : List.of("layer2.0.conv1", "layer3.2.conv2")) {
      require(
          model,
          Shape.of(3, 32, 32),
          "resnet20",
          layer,
          numbers -> all.select(numbers).batch(normalization, 0, numbers.length));
    }
  }

  private static List<Float> floats(String text) {
    return Arrays.stream(text.split(",", -1)).map(Float::valueOf).toList();
  }
}
