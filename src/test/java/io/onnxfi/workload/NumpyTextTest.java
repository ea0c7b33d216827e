package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.NumpyBytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in NumPy's files; bytes from {@code numpy.array(…).tobytes()} of NumPy 2.4. */
class NumpyTextTest {
  @TempDir private Path folder;

  /** The texts of an array, element by element. */
  private List<String> texts(Shape shape, byte... file) {
    Vocabulary vocabulary = new Vocabulary();
    GivenArray array =
        NumpyFile.read(NumpyBytes.write(folder.resolve("a.npy"), file), vocabulary).get("");
    assertThat(array).hasToString("string" + shape);
    assertThat(vocabulary.texts()).doesNotHaveDuplicates();
    return LongStream.range(0, shape.size())
        .mapToObj(i -> vocabulary.texts().get((int) array.tensor().bits(i)))
        .toList();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] wide(boolean big, String padded) {
    return padded.getBytes(big ? Charset.forName("UTF-32BE") : Charset.forName("UTF-32LE"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadUnicodeInEitherByteOrder(boolean big) {
    byte[] file =
        NumpyBytes.array(big ? ">U3" : "<U3", "(2, 2)", wide(big, "añ\0\0\0\0x\0y😀\0\0"));
    assertThat(texts(Shape.of(2, 2), file)).containsExactly("añ", "", "x\0y", "😀");
  }

  /** {@code numpy.array(["a", "bc"])} and {@code numpy.array([b"a", "ü".encode()])}. */
  @Test
  void shouldReadWhatNumPyWrites() {
    byte[] unicode = NumpyBytes.array("<U2", "(2,)", hex("61000000000000006200000063000000"));
    assertThat(texts(Shape.of(2), unicode)).containsExactly("a", "bc");
    byte[] bytes = NumpyBytes.array("|S2", "(2,)", hex("6100c3bc"));
    assertThat(texts(Shape.of(2), bytes)).containsExactly("a", "ü");
  }

  @Test
  void shouldHoldEachTextOnce() {
    Vocabulary vocabulary = new Vocabulary();
    byte[] file = NumpyBytes.array("|S1", "(6,)", "abbaca".getBytes(StandardCharsets.UTF_8));
    GivenArray array =
        NumpyFile.read(NumpyBytes.write(folder.resolve("a.npy"), file), vocabulary).get("");
    assertThat(vocabulary.texts()).containsExactly("a", "b", "c");
    assertThat(LongStream.range(0, 6).map(array.tensor()::bits).toArray())
        .containsExactly(0, 1, 1, 0, 2, 0);
  }

  /** {@code numpy.asfortranarray} of {@code [["a", "b", "c"], ["d", "e", "f"]]}. */
  @Test
  void shouldReadTheFirstIndexVaryingFastest() {
    String header = "{'descr': '|S1', 'fortran_order': True, 'shape': (2, 3), }";
    byte[] file = NumpyBytes.array(1, header, "adbecf".getBytes(StandardCharsets.UTF_8));
    assertThat(texts(Shape.of(2, 3), file)).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @ParameterizedTest
  @CsvSource({
    "<U1, 00110000, 'element 0: expected Unicode, found character 4352', false",
    "<U1, 00d80000, 'element 0: expected Unicode, found character 55296', true",
    "<U1, 00001100, 'element 0: expected Unicode, found character 1114112', true",
    "|S2, c328, 'element 0: expected UTF-8, found other bytes', true",
    "<U0, '', expected numbers, true",
    "<U2, 61000000, 'expected 8 bytes of elements', true"
  })
  void shouldRefuseWhatIsNoText(String descr, String bytes, String said, boolean isRefused) {
    byte[] file = NumpyBytes.array(descr, "(1,)", hex(bytes));
    if (isRefused) {
      assertThatThrownBy(() -> texts(Shape.of(1), file))
          .isInstanceOf(OnnxFiException.class)
          .hasMessageContaining(folder.resolve("a.npy").toString())
          .hasMessageContaining(said)
          .hasMessageNotContaining("\n");
    } else {
      assertThat(texts(Shape.of(1), file)).containsExactly("\u1100");
    }
  }

  /** Places take more memory than the characters. */
  @ParameterizedTest
  @ValueSource(strings = {"(300000000,)", "(0, 4000000000)"})
  void shouldRefuseMoreTextsThanCanBeHeld(String shape) {
    byte[] file = NumpyBytes.array("|S1", shape, new byte[8]);
    assertThatThrownBy(() -> texts(Shape.of(1), file))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContainingAll("expected an array below 2 GiB", "found int64[");
  }
}
