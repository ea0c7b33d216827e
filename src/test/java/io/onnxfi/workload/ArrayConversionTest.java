package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayConversionTest {
  private static Tensor one(ElementType type, String bits) {
    Tensor tensor = Tensor.allocate(type, Shape.of(1));
    tensor.putBits(0, Long.parseUnsignedLong(bits, 16));
    return tensor;
  }

  /** Bits in hexadecimal. */
  @ParameterizedTest
  @CsvSource({
    "UINT8, ff, FLOAT, 437f0000",
    "INT8, 80, INT64, ffffffffffffff80",
    "INT64, ffffffffffffff80, INT8, 80",
    "INT64, 20000000000001, UINT64, 20000000000001",
    "UINT64, 7fffffffffffffff, INT64, 7fffffffffffffff",
    "INT64, 1000000, FLOAT, 4b800000",
    "INT64, 8000000000000000, DOUBLE, c3e0000000000000",
    "UINT64, 8000000000000000, FLOAT, 5f000000",
    "DOUBLE, 3fb999999999999a, FLOAT, 3dcccccd",
    "DOUBLE, 7ff0000000000000, FLOAT16, 7c00",
    "DOUBLE, 40effc0000000000, FLOAT16, 7bff",
    "FLOAT, 7fc00000, FLOAT16, 7e00"
  })
  void shouldKeepWhatTheTypeHolds(ElementType from, String bits, ElementType to, String expected) {
    Tensor converted = ArrayConversion.of("a.npy", one(from, bits), to);
    assertThat(converted.type()).isEqualTo(to);
    assertThat(converted.bits(0)).isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 3f800000, INT64, 'expected int64, found float'",
    "BOOL, 1, FLOAT, 'expected float, found bool'",
    "UINT8, 1, BOOL, 'expected bool, found uint8'",
    "FLOAT, 3f800000, STRING, 'expected string, found float'",
    "FLOAT, 3f800000, COMPLEX64, 'expected complex64, found float'",
    "INT8, 1, INT4, 'expected an input of whole bytes, found int4'",
    "INT64, ffffffffffffffff, UINT8, 'numbers that uint8 holds, found -1'",
    "INT64, ffffffffffffffff, UINT64, 'numbers that uint64 holds, found -1'",
    "UINT64, 8000000000000000, INT64, 'int64 holds, found 9223372036854775808'",
    "UINT8, 80, INT8, 'numbers that int8 holds, found 128.0'",
    "INT64, 1000001, FLOAT, 'numbers that float holds, found 16777217'",
    "INT64, 20000000000001, DOUBLE, 'numbers that double holds, found 9007199254740993'",
    "INT64, 7fffffffffffffff, DOUBLE, 'double holds, found 9223372036854775807'",
    "UINT64, ffffffffffffffff, FLOAT, 'float holds, found 18446744073709551615'",
    "INT32, 11170, FLOAT16, 'numbers that float16 holds, found 70000.0'",
    "DOUBLE, 40f1170000000000, FLOAT16, 'numbers that float16 holds, found 70000.0'",
    "FLOAT, 7f800000, FLOAT8E4M3FN, 'numbers that float8e4m3fn holds, found Infinity'"
  })
  void shouldRefuseWhatTheTypeDoesNotHold(
      ElementType from, String bits, ElementType to, String said) {
    assertThatThrownBy(() -> ArrayConversion.of("a.npy", one(from, bits), to))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("a.npy: expected ")
        .hasMessageEndingWith(said);
  }
}
