package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as training scripts leave them, written by PyTorch; see make_strangers.py. What is read has
 * the bits that PyTorch has, but for weight normalisation (see {@link WeightNorm}).
 */
class StrangersTest {
  /** PyTorch adds up squares in floats, in an order of its own: up to 3 of the last place seen. */
  private static final int ULPS_OF_WEIGHT_NORM = 4;

  private static final ParameterShapes WANTED = new ParameterShapes("net", shapes());

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("conv.weight", Shape.of(2, 1, 2, 2));
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      shapes.put("bn." + name, Shape.of(2));
    }
    shapes.put("fc.weight", Shape.of(3, 2));
    shapes.put("fc.bias", Shape.of(3));
    return shapes;
  }

  static Stream<Arguments> read() throws IOException {
    return rows(true);
  }

  static Stream<Arguments> refused() throws IOException {
    return rows(false);
  }

  private static Stream<Arguments> rows(boolean withValues) throws IOException {
    Path table = folder().resolve("expected.csv");
    try (CSVParser rows = CSVParser.parse(table, StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
      return rows.getRecords().stream()
          .filter(row -> row.get(2).isEmpty() != withValues)
          .collect(
              Collectors.groupingBy(
                  row -> List.of(row.get(0), row.get(1)), LinkedHashMap::new, Collectors.toList()))
          .entrySet()
          .stream()
          .map(e -> Arguments.of(e.getKey().get(0), e.getKey().get(1), e.getValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("read")
  void shouldReadWhatPyTorchReads(String file, String key, List<CSVRecord> expected) {
    StateDict state = read(file, key);

    assertThat(state.tensors().keySet()).containsExactlyElementsOf(WANTED.shapes().keySet());
    int ulps = file.startsWith("weight-norm") ? ULPS_OF_WEIGHT_NORM : 0;
    for (CSVRecord row : expected) {
      int[] bits = bits(state.tensors().get(row.get(2)));
      int[] golden = bits(ByteBuffer.wrap(HexFormat.of().parseHex(row.get(3))));
      assertThat(bits).as(row.get(2)).hasSameSizeAs(golden);
      for (int i = 0; i < bits.length; i++) {
        assertThat(bits[i]).as("%s[%d]", row.get(2), i).isCloseTo(golden[i], within(ulps));
      }
    }
    assertThat(state.notes()).allSatisfy(note -> assertThat(note).contains(file + ": "));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldNameWhatIsNotRead(String file, String messagePart, List<CSVRecord> rows) {
    assertThat(rows).hasSize(1);
    assertThatThrownBy(() -> read(file, ""))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining(file + ": " + messagePart);
  }

  private static StateDict read(String file, String key) {
    Optional<String> chosen = key.isEmpty() ? Optional.empty() : Optional.of(key);
    return Checkpoint.read(folder().resolve(file)).stateDict(WANTED, chosen);
  }

  private static Path folder() {
    try {
      return Path.of(StrangersTest.class.getResource("strangers/expected.csv").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int[] bits(Tensor tensor) {
    return bits(tensor.bytes());
  }

  private static int[] bits(ByteBuffer bytes) {
    int[] bits = new int[bytes.remaining() / Integer.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(bits);
    return bits;
  }
}
