package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Half;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Other floating-point types as float: every float16, and laws for the rest. */
class FloatConversionTest {
  @Test
  void shouldWidenEveryHalfAsPyTorchDoes() throws NoSuchAlgorithmException {
    ByteBuffer numbers = ByteBuffer.allocate(65536 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 65536; bits++) {
      int wide = Half.toFloatBits((short) bits);
      if (Float.isNaN(Float.intBitsToFloat(wide))) {
        int payload = bits & 0x3FF;
        assertThat(wide).isEqualTo((bits & 0x8000) << 16 | 0x7F800000 | payload << 13);
      } else {
        numbers.putInt(wide);
      }
    }
    // 63,490 numbers in the order of their bits; PyTorch 2.7.1 and NumPy 2.4.6 give this digest.
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(numbers.flip());
    assertThat(numbers.limit()).isEqualTo(63_490 * Float.BYTES);
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("680bbc22915f61aa1bbfc7265bc3882a6aa42d299bfd2c571807196e5544de2e");
  }

  @Property
  void shouldWidenABfloat16ToItsUpperHalf(@ForAll short bits) {
    Tensor wide = convert(ElementType.BFLOAT16, buffer(Short.BYTES).putShort(bits));

    assertThat(wide.bytes().getInt()).isEqualTo(bits << 16);
  }

  @Property
  void shouldGiveBackAFloatThatWasWidened(@ForAll float value) {
    Tensor narrow = convert(ElementType.DOUBLE, buffer(Double.BYTES).putDouble(value));

    assertThat(narrow.toFloatArray()).containsExactly(value);
  }

  @Test
  void shouldRefuseADoubleBeyondFloat() {
    // Half a unit above the largest float rounds to infinity.
    double tooLarge = Math.scalb(2 - Math.scalb(1.0, -24), 127);

    assertThatThrownBy(() -> convert(ElementType.DOUBLE, buffer(8).putDouble(tooLarge)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("w: expected values within the range of float, found 3.4028235677973366E38");
    assertThat(convert(ElementType.DOUBLE, buffer(8).putDouble(Math.nextDown(tooLarge))))
        .satisfies(max -> assertThat(max.toFloatArray()).containsExactly(Float.MAX_VALUE));
  }

  private static Tensor convert(ElementType type, ByteBuffer element) {
    return FloatConversion.convert("w", Tensor.of(type, Shape.of(1), element.flip()));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
