package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.NumpyBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyFileTest {
  @TempDir private Path folder;

  private Tensor read(byte... bytes) {
    Map<String, Tensor> found = NumpyFile.read(NumpyBytes.write(folder.resolve("a.npy"), bytes));
    assertThat(found).containsOnlyKeys("");
    return found.get("");
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    Arrays.setAll(values, i -> ElementValues.value(tensor.type(), tensor.bits(i)));
    return values;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** Two elements of every type; bytes from {@code numpy.array(…).tobytes()} of NumPy 2.4. */
  @ParameterizedTest
  @CsvSource({
    "|b1, BOOL, 0100, 1, 0",
    "|i1, INT8, 80ff, -128, -1",
    "|u1, UINT8, 80ff, 128, 255",
    "<i2, INT16, 0080ff7f, -32768, 32767",
    "<u2, UINT16, 0080ffff, 32768, 65535",
    "<i4, INT32, 00000080feffffff, -2147483648, -2",
    "<u4, UINT32, 00000080feffffff, 2147483648, 4294967294",
    "<i8, INT64, feffffffffffffff0100000000000000, -2, 1",
    "<u8, UINT64, 00000000000000800100000000000000, 9223372036854775808, 1",
    "<f2, FLOAT16, 003e00c0, 1.5, -2",
    "<f4, FLOAT, 0000c03f000000c0, 1.5, -2",
    "<f8, DOUBLE, 000000000000f83f00000000000000c0, 1.5, -2",
    "=f4, FLOAT, 0000c03f000000c0, 1.5, -2",
    ">i2, INT16, 80007fff, -32768, 32767",
    ">i8, INT64, fffffffffffffffe0000000000000001, -2, 1",
    ">f4, FLOAT, 3fc00000c0000000, 1.5, -2",
    ">f8, DOUBLE, 3ff8000000000000c000000000000000, 1.5, -2"
  })
  void shouldReadEveryType(
      String descr, ElementType type, String bytes, double first, double second) {
    Tensor tensor = read(NumpyBytes.array(descr, "(2,)", hex(bytes)));
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(tensor.shape()).isEqualTo(Shape.of(2));
    assertThat(values(tensor)).containsExactly(first, second);
  }

  @Test
  void shouldReadTheFirstIndexVaryingFastest() {
    String header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }";
    // numpy.arange(12).reshape(2, 3, 2).tobytes("F")
    byte[] columns = {0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11};
    Tensor tensor = read(NumpyBytes.array(1, header, columns));
    assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(values(tensor)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void shouldReadScalarsAndEmptyArrays() {
    Tensor scalar = read(NumpyBytes.array("|u1", "()", (byte) 7));
    assertThat(scalar.shape().rank()).isZero();
    assertThat(values(scalar)).containsExactly(7);
    assertThat(read(NumpyBytes.array("<f4", "(0, 5)")).shape()).isEqualTo(Shape.of(0, 5));
  }

  /** Keys in any order, spaces or none, long integers of Python 2. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldReadEveryVersionAndOrderOfKeys(int version) {
    String header = "{'shape':(2L,1),'fortran_order':False,'descr':'|u1'}      \n";
    Tensor tensor = read(NumpyBytes.array(version, header, (byte) 1, (byte) 2));
    assertThat(tensor.shape()).isEqualTo(Shape.of(2, 1));
    assertThat(values(tensor)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReadArchivesInTheirOrder(boolean compressed) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("z", NumpyBytes.array("|u1", "(2,)", (byte) 1, (byte) 2));
    arrays.put("a/ü", NumpyBytes.array("|u1", "()", (byte) 3));
    Path file = folder.resolve("a.npz");
    NumpyBytes.write(file, NumpyBytes.archive(compressed, arrays));
    Map<String, Tensor> found = NumpyFile.read(file);
    assertThat(found.keySet()).containsExactly("z", "a/ü");
    assertThat(values(found.get("z"))).containsExactly(1, 2);
    assertThat(values(found.get("a/ü"))).containsExactly(3);
  }

  private void assertRefused(String file, byte[] bytes, String... said) {
    Path path = NumpyBytes.write(folder.resolve(file), bytes);
    assertThatThrownBy(() -> NumpyFile.read(path))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(said)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "|O, Python objects",
    "<U3, text",
    "|S3, text",
    "|V2, records",
    "<c8, complex",
    "<f16, elements '<f16'",
    "<M8[ns], elements '<M8[ns]'",
    "<, elements '<'"
  })
  void shouldRefuseWhatAreNoNumbers(String descr, String said) {
    assertRefused("a.npy", NumpyBytes.array(descr, "(1,)", new byte[16]), said);
  }

  @Test
  void shouldRefuseOtherBytesThanDeclared() {
    assertRefused(
        "a.npy",
        NumpyBytes.array("<f4", "(100,)", new byte[399]),
        "expected 400 bytes of elements, found 399");
    assertRefused(
        "a.npy",
        NumpyBytes.array("<f4", "(2,)", new byte[9]),
        "expected 8 bytes of elements, found more");
  }

  /** Without taking the memory first. */
  @ParameterizedTest
  @ValueSource(strings = {"(500000000,)", "(0, 4000000000)", "(3037000500, 3037000500)"})
  void shouldRefuseHugeShapes(String shape) {
    assertRefused("a.npy", NumpyBytes.array("<f4", shape, new byte[8]), "expected", "found");
    byte[] archive =
        NumpyBytes.archive(true, Map.of("x", NumpyBytes.array("<f4", shape, new byte[8])));
    assertRefused("a.npz", archive, ", array 'x'", "expected", "found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "\n\n\u001b[31m"
      })
  void shouldRefuseBadHeaders(String header) {
    assertRefused("a.npy", NumpyBytes.array(1, header, new byte[4]), "expected", "found");
  }

  @Test
  void shouldRefuseOtherVersionsAndTruncatedHeaders() {
    byte[] whole = NumpyBytes.array("<f4", "(1,)", new byte[4]);
    for (int length : new int[] {7, 9, 20}) {
      assertRefused("a.npy", Arrays.copyOf(whole, length), "expected");
    }
    whole[6] = 4;
    assertRefused("a.npy", whole, "version 1 to 3", "found version 4");
    byte[] endless = NumpyBytes.array(2, "{}", new byte[4]);
    Arrays.fill(endless, 8, 12, (byte) 0xff);
    assertRefused("a.npy", endless, "at most 65536 bytes", "4294967295 bytes");
  }

  /** NumPy itself would read the second. */
  @Test
  void shouldRefuseANameThatStandsTwice() {
    byte[] array = NumpyBytes.array("|u1", "()", (byte) 3);
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x", array);
    arrays.put("y", array);
    byte[] archive = NumpyBytes.archive(false, arrays);
    String renamed = new String(archive, StandardCharsets.ISO_8859_1).replace("y.npy", "x.npy");
    assertRefused(
        "a.npz", renamed.getBytes(StandardCharsets.ISO_8859_1), "array 'x'", "found it twice");
  }

  @Test
  void shouldRefuseDamagedArchivesAndOtherEntries() {
    byte[] archive =
        NumpyBytes.archive(true, Map.of("x", NumpyBytes.array("|u1", "(9,)", new byte[9])));
    assertRefused("a.npz", Arrays.copyOf(archive, archive.length - 30), "cannot be read");
    assertRefused(
        "a.npz",
        NumpyBytes.archive(true, Map.of("x\n", new byte[20])),
        "array 'x\\u000a'",
        "expected an array in NumPy's format");
    assertRefused("a.npz", NumpyBytes.archive(true, Map.of()), "found a zip archive");
  }

  @Test
  void shouldRefuseOtherFiles() {
    assertRefused("a.npy", "1,2,3\n".getBytes(StandardCharsets.US_ASCII), "found text");
    assertRefused("a.npy", new byte[0], "found an empty file");
    assertThatThrownBy(() -> NumpyFile.read(folder)).hasMessageContaining("folder");
    assertThatThrownBy(() -> NumpyFile.read(folder.resolve("none.npy")))
        .hasMessageContaining("no such file");
  }
}
