package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectorTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(1);
  private static final byte[] BYTES = bytes(MODEL);
  private static final String WEIGHT = "conv1.weight";

  @Property(seed = "1", tries = 300)
  void shouldFlipExactlyOneBitOfTheSerializedModel(
      @ForAll @IntRange(max = 100) int which,
      @ForAll @IntRange(max = 1 << 20) int anywhere,
      @ForAll @IntRange(max = 31) int bit) {
    List<Initializer> all = MODEL.initializers();
    Initializer initializer = all.get(which % all.size());
    long index = anywhere % initializer.shape().size();
    Fault fault = fault(initializer.name(), index, bit, new BitFlip());

    OnnxModel faulty = fault.into(MODEL);
    byte[] after = bytes(faulty);

    assertThat(after).hasSameSizeAs(BYTES);
    int changedBits = 0;
    for (int i = 0; i < BYTES.length; i++) {
      changedBits += Integer.bitCount((BYTES[i] ^ after[i]) & 0xFF);
    }
    assertThat(changedBits).isEqualTo(1);
    assertThat(faulty.elementBits(initializer.name(), index))
        .isEqualTo(MODEL.elementBits(initializer.name(), index) ^ (1L << bit));
    assertThat(bytes(MODEL)).isEqualTo(BYTES);
    assertThat(bytes(fault.into(faulty))).isEqualTo(BYTES);
    assertThat(fault.in(MODEL).isEmpty()).isFalse();
  }

  @Property(seed = "1", tries = 200)
  void shouldMaskStuckAtExactlyWhenTheBitHasThatValue(
      @ForAll @IntRange(max = 431) int index,
      @ForAll @IntRange(max = 31) int bit,
      @ForAll boolean one) {
    Fault fault = fault(WEIGHT, index, bit, new StuckAt(one));
    boolean has = ((MODEL.elementBits(WEIGHT, index) >>> bit) & 1) == (one ? 1 : 0);

    OnnxModel faulty = fault.into(MODEL);

    assertThat(fault.in(MODEL).isEmpty()).isEqualTo(has);
    if (has) {
      assertThat(bytes(faulty)).isEqualTo(BYTES);
    } else {
      Fault flip = fault(WEIGHT, index, bit, new BitFlip());
      assertThat(bytes(faulty)).isEqualTo(bytes(flip.into(MODEL)));
    }
    assertThat(fault.in(faulty).isEmpty()).isTrue();
  }

  @Test
  void shouldSayWhatItDoesWithoutDoingIt() {
    OnnxModel model = MODEL.withTensor("bn1.bias", Tensor.ofFloats(Shape.of(16), new float[16]));

    EditSet edit = fault("bn1.bias", 3, 30, new BitFlip()).in(model);

    assertThat(edit).isEqualTo(EditSet.element("bn1.bias", 3, 0x40000000L));
    assertThat(model.elementBits("bn1.bias", 3)).isZero();
  }

  /** Quiet and signalling NaNs, with payloads, of both signs: no flip may tidy them up. */
  @ParameterizedTest
  @ValueSource(ints = {0x7FC12345, 0xFFC00001, 0x7F800001, 0xFFA54321})
  void shouldKeepNanPayloads(int nan) {
    float[] values = new float[16];
    values[5] = Float.intBitsToFloat(nan);
    OnnxModel model = MODEL.withTensor("bn1.bias", Tensor.ofFloats(Shape.of(16), values));
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      Fault fault = fault("bn1.bias", 5, bit, new BitFlip());
      OnnxModel faulty = fault.into(model);

      int found = faulty.tensor("bn1.bias").bytes().getInt(5 * Float.BYTES);
      assertThat(found ^ nan).isEqualTo(1 << bit);
      assertThat(bytes(fault.into(faulty))).isEqualTo(bytes(model));
    }
  }

  @Test
  void shouldRefuseSitesThatTheModelDoesNotHave() {
    assertThatThrownBy(() -> fault(WEIGHT, 432, 0, new BitFlip()).into(MODEL))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("element 432 of conv1.weight [16, 3, 3, 3]");
    assertThatThrownBy(() -> fault("absent", 0, 0, new BitFlip()).in(MODEL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'absent'");
  }

  /** A float has no bit 32; writing it must not reach the next element. */
  @Test
  void shouldRefuseABitThatTheElementDoesNotHave() {
    for (FaultModel model : List.of(new BitFlip(), new StuckAt(true), new StuckAt(false))) {
      assertThatThrownBy(() -> fault(WEIGHT, 0, 32, model).into(MODEL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bit 32")
          .hasMessageContaining("float");
    }
  }

  /** A bit and what happens to it. */
  private record Fault(PlacedFault placed) {
    EditSet in(OnnxModel model) {
      return Injector.edit(model, placed);
    }

    OnnxModel into(OnnxModel model) {
      return Injector.inject(model, placed);
    }
  }

  private static Fault fault(String initializer, long index, int bit, FaultModel model) {
    return new Fault(PlacedFault.ofBit(initializer, index, bit, model));
  }

  private static byte[] bytes(OnnxModel model) {
    return model.toBytes().orElseThrow();
  }
}
