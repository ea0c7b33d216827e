package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.onnxfi.tensor.ElementType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of single-element edits, on arbitrary bits. */
class EditSetPropertiesTest {
  private static final List<ElementType> WIDTHS =
      List.of(
          ElementType.INT4,
          ElementType.FLOAT8E5M2,
          ElementType.BFLOAT16,
          ElementType.FLOAT,
          ElementType.DOUBLE);

  @Property(seed = "1", tries = 500)
  void shouldRestoreRawBytesWhenFlippedTwice(
      @ForAll @Size(32) byte[] raw, @ForAll @IntRange(max = 4) int width, @ForAll short anywhere) {
    ElementType type = WIDTHS.get(width);
    int bitInRaw = Math.floorMod(anywhere, raw.length * Byte.SIZE);
    OnnxModel model =
        TestModels.of(
            TestModels.tensor("t", type, raw.length * Byte.SIZE / type.bits())
                .setRawData(ByteString.copyFrom(raw))
                .build());

    OnnxModel once = flip(model, type, bitInRaw);
    byte[] onceRaw = once.proto().getGraph().getInitializer(0).getRawData().toByteArray();

    byte[] expected = raw.clone();
    expected[bitInRaw / Byte.SIZE] ^= (byte) (1 << (bitInRaw % Byte.SIZE));
    assertThat(onceRaw).isEqualTo(expected);
    assertThat(flip(once, type, bitInRaw).proto()).isEqualTo(model.proto());
  }

  @Property(seed = "1", tries = 500)
  void shouldKeepAllBitsOfFloatData(
      @ForAll @Size(6) List<Integer> patterns,
      @ForAll @IntRange(max = 5) int index,
      @ForAll int written) {
    var tensor = TestModels.tensor("t", ElementType.FLOAT, patterns.size());
    patterns.forEach(bits -> tensor.addFloatData(Float.intBitsToFloat(bits)));
    OnnxModel model = TestModels.of(tensor.build());

    OnnxModel edited =
        model.withEdits(EditSet.element("t", index, Integer.toUnsignedLong(written)));

    for (int i = 0; i < patterns.size(); i++) {
      int expected = i == index ? written : patterns.get(i);
      assertThat(edited.elementBits("t", i)).isEqualTo(Integer.toUnsignedLong(expected));
      assertThat(edited.tensor("t").bytes().getInt(i * Float.BYTES)).isEqualTo(expected);
    }
  }

  /** Signalling NaNs have the quiet bit 22 clear and some other mantissa bit set. */
  @ParameterizedTest
  @ValueSource(ints = {0x7F800001, 0xFF800001, 0x7FBFFFFF, 0x7FA00000})
  void shouldKeepSignallingNans(int nan) {
    long bits = Integer.toUnsignedLong(nan);
    ByteString zero = ByteString.copyFrom(new byte[Float.BYTES]);
    OnnxModel raw =
        TestModels.of(TestModels.tensor("t", ElementType.FLOAT, 1).setRawData(zero).build());
    OnnxModel typed =
        TestModels.of(TestModels.tensor("t", ElementType.FLOAT, 1).addFloatData(0).build());
    for (OnnxModel model : List.of(raw, typed)) {
      OnnxModel edited = model.withEdits(EditSet.element("t", 0, bits));

      assertThat(edited.elementBits("t", 0)).isEqualTo(bits);
      assertThat(edited.tensor("t").bytes().getInt(0)).isEqualTo(nan);
      byte[] littleEndian = {(byte) nan, (byte) (nan >> 8), (byte) (nan >> 16), (byte) (nan >> 24)};
      assertThat(TestModels.offsetOf(littleEndian, TestModels.bytes(edited))).isPositive();
    }
  }

  private static OnnxModel flip(OnnxModel model, ElementType type, int bitInRaw) {
    long index = bitInRaw / type.bits();
    long bits = model.elementBits("t", index) ^ (1L << (bitInRaw % type.bits()));
    return model.withEdits(EditSet.element("t", index, bits));
  }
}
