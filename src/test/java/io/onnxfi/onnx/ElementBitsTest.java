package io.onnxfi.onnx;

import static io.onnxfi.onnx.GoldenTensor.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every element type in {@code raw_data} and in its typed field. */
class ElementBitsTest {
  @Test
  void shouldHaveAGoldenTensorOfEveryInjectableTypeInBothFields() {
    List<ElementType> injectable =
        Arrays.stream(ElementType.values()).filter(ElementType::hasAddressableBits).toList();

    assertThat(GoldenTensor.raw().map(GoldenTensor::type)).containsExactlyElementsOf(injectable);
    assertThat(GoldenTensor.typed().map(GoldenTensor::type)).containsExactlyElementsOf(injectable);
    assertThat(GoldenTensor.raw()).allMatch(golden -> golden.proto().hasRawData());
    assertThat(GoldenTensor.typed()).noneMatch(golden -> golden.proto().hasRawData());
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#all")
  void shouldReadWhatNumPyReads(GoldenTensor golden) {
    assertThat(TestModels.allBits(golden.model(), NAME)).isEqualTo(golden.bits());
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#typed")
  void shouldUnpackTypedFieldsToTheBytesOfRawData(GoldenTensor golden) {
    ByteString raw =
        GoldenTensor.raw()
            .filter(other -> other.type() == golden.type())
            .findFirst()
            .orElseThrow()
            .proto()
            .getRawData();

    assertThat(golden.model().tensor(NAME).bytes()).isEqualTo(raw.asReadOnlyByteBuffer());
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#all")
  void shouldChangeOneElementAndNoOther(GoldenTensor golden) {
    OnnxModel model = golden.model();
    byte[] before = TestModels.bytes(model);
    golden
        .positions()
        .forEach(
            index -> {
              long bits = ~golden.bits().get(index) & golden.type().mask();
              OnnxModel edited = model.withEdits(EditSet.element(NAME, index, bits));

              List<Long> expected = new ArrayList<>(golden.bits());
              expected.set(index, bits);
              assertThat(TestModels.allBits(edited, NAME)).isEqualTo(expected);
              assertThat(withoutElements(edited)).isEqualTo(withoutElements(model));
              assertThat(TestModels.bytes(model)).isEqualTo(before);
            });
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#all")
  void shouldRestoreTheBytesWhenEveryBitIsFlippedTwice(GoldenTensor golden) {
    OnnxModel model = golden.model();
    byte[] before = TestModels.bytes(model);
    for (int bit = 0; bit < golden.type().bits(); bit++) {
      OnnxModel once = flip(model, 2 % golden.bits().size(), bit);
      OnnxModel twice = flip(once, 2 % golden.bits().size(), bit);

      assertThat(TestModels.bytes(once)).isNotEqualTo(before);
      assertThat(TestModels.bytes(twice)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#raw")
  void shouldChangeOneBitOfTheFileForOneBitOfRawData(GoldenTensor golden) {
    OnnxModel model = golden.model();
    byte[] before = TestModels.bytes(model);
    int rawOffset = TestModels.offsetOf(golden.proto().getRawData().toByteArray(), before);
    for (int index = 0; index < golden.bits().size(); index++) {
      for (int bit = 0; bit < golden.type().bits(); bit++) {
        byte[] after = TestModels.bytes(flip(model, index, bit));

        // raw_data is one little-endian string of bits, whatever the width of an element.
        int bitInRaw = index * golden.type().bits() + bit;
        int offset = rawOffset + bitInRaw / Byte.SIZE;
        assertThat(TestModels.differences(before, after)).containsExactly(offset);
        assertThat((before[offset] ^ after[offset]) & 0xFF).isEqualTo(1 << (bitInRaw % Byte.SIZE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.onnx.GoldenTensor#all")
  void shouldIgnoreBitsAboveTheElement(GoldenTensor golden) {
    long bits = golden.bits().get(1);
    EditSet dirty = EditSet.element(NAME, 1, bits | ~golden.type().mask());

    assertThat(TestModels.bytes(golden.model().withEdits(dirty)))
        .isEqualTo(TestModels.bytes(golden.model()));
  }

  @Test
  void shouldRefuseTypesWithoutAddressableBits() {
    TensorProto text =
        TestModels.tensor(NAME, ElementType.STRING, 1)
            .addStringData(ByteString.copyFromUtf8("a"))
            .build();
    TensorProto wide =
        TestModels.tensor(NAME, ElementType.COMPLEX128, 1)
            .addDoubleData(1)
            .addDoubleData(2)
            .build();
    TensorProto wideRaw =
        TestModels.tensor(NAME, ElementType.COMPLEX128, 1)
            .setRawData(ByteString.copyFrom(new byte[16]))
            .build();
    for (TensorProto tensor : List.of(text, wide, wideRaw)) {
      OnnxModel model = TestModels.of(tensor);

      assertThatThrownBy(() -> model.elementBits(NAME, 0))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("have no addressable bits");
      assertThatThrownBy(() -> model.withEdits(EditSet.element(NAME, 0, 0)))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("initializer t");
    }
  }

  private static OnnxModel flip(OnnxModel model, long index, int bit) {
    long bits = model.elementBits(NAME, index) ^ (1L << bit);
    return model.withEdits(EditSet.element(NAME, index, bits));
  }

  private static TensorProto withoutElements(OnnxModel model) {
    return model.proto().getGraph().getInitializer(0).toBuilder()
        .clearRawData()
        .clearFloatData()
        .clearInt32Data()
        .clearInt64Data()
        .clearDoubleData()
        .clearUint64Data()
        .build();
  }
}
