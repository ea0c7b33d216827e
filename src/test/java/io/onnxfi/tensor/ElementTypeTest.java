package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementTypeTest {
  /**
   * Codes are those of {@code onnx.proto} (enum TensorProto.DataType, IR version 11). Layouts: IEEE
   * 754-2008, section 3.6, for the three binary types; the ONNX page "Float stored in 8 bits" and
   * the OCP Microscaling specification 1.0, section 5.3, for the small ones. Written as sign,
   * exponent and mantissa from the most significant bit down.
   */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, 1, 32, 1, 8, 23",
    "UINT8, 2, 8, 0, 0, 0",
    "INT8, 3, 8, 1, 0, 0",
    "UINT16, 4, 16, 0, 0, 0",
    "INT16, 5, 16, 1, 0, 0",
    "INT32, 6, 32, 1, 0, 0",
    "INT64, 7, 64, 1, 0, 0",
    "STRING, 8, 0, 0, 0, 0",
    "BOOL, 9, 8, 0, 0, 0",
    "FLOAT16, 10, 16, 1, 5, 10",
    "DOUBLE, 11, 64, 1, 11, 52",
    "UINT32, 12, 32, 0, 0, 0",
    "UINT64, 13, 64, 0, 0, 0",
    "COMPLEX64, 14, 64, 0, 0, 0",
    "COMPLEX128, 15, 128, 0, 0, 0",
    "BFLOAT16, 16, 16, 1, 8, 7",
    "FLOAT8E4M3FN, 17, 8, 1, 4, 3",
    "FLOAT8E4M3FNUZ, 18, 8, 1, 4, 3",
    "FLOAT8E5M2, 19, 8, 1, 5, 2",
    "FLOAT8E5M2FNUZ, 20, 8, 1, 5, 2",
    "UINT4, 21, 4, 0, 0, 0",
    "INT4, 22, 4, 1, 0, 0",
    "FLOAT4E2M1, 23, 4, 1, 2, 1",
    "FLOAT8E8M0, 24, 8, 0, 8, 0"
  })
  void shouldHaveTheLayoutOfTheSpecification(
      ElementType type, int code, int bits, int sign, int exponent, int mantissa) {
    assertThat(type.code()).isEqualTo(code);
    assertThat(ElementType.ofCode(code)).contains(type);
    assertThat(type.bits()).isEqualTo(bits);
    assertThat(type.exponentBits()).isEqualTo(exponent);
    assertThat(type.mantissaBits()).isEqualTo(mantissa);
    assertThat(type.signBit()).isEqualTo(sign == 0 ? -1 : bits - 1);
    assertThat(type.isFloatingPoint()).isEqualTo(exponent > 0);
  }

  /** One letter per bit, the most significant first, as textbooks draw the formats. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, seeeeeeeemmmmmmmmmmmmmmmmmmmmmmm",
    "FLOAT16, seeeeemmmmmmmmmm",
    "BFLOAT16, seeeeeeeemmmmmmm",
    "FLOAT8E4M3FN, seeeemmm",
    "FLOAT8E5M2FNUZ, seeeeemm",
    "FLOAT4E2M1, seem",
    "FLOAT8E8M0, eeeeeeee",
    "INT8, svvvvvvv",
    "UINT8, vvvvvvvv",
    "BOOL, vvvvvvvv",
    "INT4, svvv",
    "UINT4, vvvv"
  })
  void shouldNameTheFieldOfEveryBit(ElementType type, String drawing) {
    String found =
        IntStream.range(0, type.bits())
            .mapToObj(i -> type.field(type.bits() - 1 - i).substring(0, 1))
            .collect(Collectors.joining());

    assertThat(found).isEqualTo(drawing);
  }

  @Test
  void shouldNameFieldsInFull() {
    assertThat(ElementType.DOUBLE.field(63)).isEqualTo("sign");
    assertThat(ElementType.DOUBLE.field(62)).isEqualTo("exponent");
    assertThat(ElementType.DOUBLE.field(52)).isEqualTo("exponent");
    assertThat(ElementType.DOUBLE.field(51)).isEqualTo("mantissa");
    assertThat(ElementType.UINT64.field(63)).isEqualTo("value");
  }

  @ParameterizedTest
  @EnumSource
  void shouldMaskExactlyTheBitsOfAnElement(ElementType type) {
    if (type.hasAddressableBits()) {
      assertThat(Long.bitCount(type.mask())).isEqualTo(type.bits());
      assertThat(Long.numberOfLeadingZeros(type.mask())).isEqualTo(Long.SIZE - type.bits());
    } else {
      assertThat(type).isIn(ElementType.STRING, ElementType.COMPLEX128);
    }
  }

  @Test
  void shouldRoundPackedSizesUpToWholeBytes() {
    assertThat(ElementType.INT4.bytes(0)).isZero();
    assertThat(ElementType.INT4.bytes(1)).isEqualTo(1);
    assertThat(ElementType.INT4.bytes(2)).isEqualTo(1);
    assertThat(ElementType.INT4.bytes(5)).isEqualTo(3);
    assertThat(ElementType.FLOAT.bytes(3)).isEqualTo(12);
    assertThat(ElementType.COMPLEX128.bytes(1L << 40)).isEqualTo(1L << 44);
  }

  @Test
  void shouldNotInventTypes() {
    assertThat(ElementType.ofCode(0)).isEmpty();
    assertThat(ElementType.ofCode(-1)).isEmpty();
    assertThat(ElementType.ofCode(999)).isEmpty();
  }

  @Test
  void shouldLabelTypesAsOnnxDocumentsDo() {
    assertThat(ElementType.FLOAT8E4M3FN.label()).isEqualTo("float8e4m3fn");
    assertThat(ElementType.INT64.label()).isEqualTo("int64");
  }
}
