package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultModel.BitFlip;
import io.onnxfi.fault.FaultModel.StuckAt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultModelTest {
  private static final FaultModel FLIP = new BitFlip();

  @Property(seed = "1")
  void shouldFlipBackWhenFlippedTwice(@ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    assertThat(FLIP.apply(FLIP.apply(bits, bit), bit)).isEqualTo(bits);
  }

  @Property(seed = "1")
  void shouldFlipExactlyOneBit(@ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    assertThat(FLIP.apply(bits, bit) ^ bits).isEqualTo(1L << bit);
  }

  @Property(seed = "1")
  void shouldStickAtItsValueAndTouchNoOtherBit(
      @ForAll long bits, @ForAll @IntRange(max = 63) int bit, @ForAll boolean one) {
    long stuck = new StuckAt(one).apply(bits, bit);

    assertThat((stuck >>> bit) & 1).isEqualTo(one ? 1 : 0);
    assertThat((stuck ^ bits) & ~(1L << bit)).isZero();
    assertThat(new StuckAt(one).apply(stuck, bit)).isEqualTo(stuck);
  }

  /** Why a published stuck-at list can be replayed as flips. */
  @Property(seed = "1")
  void shouldEqualAFlipWhenStuckAtTheComplement(
      @ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    boolean one = ((bits >>> bit) & 1) == 1;

    assertThat(new StuckAt(!one).apply(bits, bit)).isEqualTo(FLIP.apply(bits, bit));
    assertThat(new StuckAt(one).apply(bits, bit)).isEqualTo(bits);
  }

  @Test
  void shouldParseItsLabels() {
    assertThat(FaultModel.parse("flip")).isEqualTo(FLIP);
    assertThat(FaultModel.parse("stuck-at-0")).isEqualTo(new StuckAt(false));
    assertThat(FaultModel.parse("stuck-at-1")).isEqualTo(new StuckAt(true));
    for (FaultModel model : new FaultModel[] {FLIP, new StuckAt(false), new StuckAt(true)}) {
      assertThat(FaultModel.parse(model.label())).isEqualTo(model);
    }
    assertThatThrownBy(() -> FaultModel.parse("stuck-at-2"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--fault: expected flip, stuck-at-0 or stuck-at-1, found 'stuck-at-2'");
  }
}
