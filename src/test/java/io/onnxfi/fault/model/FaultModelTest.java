package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultModelTest {
  private static final FaultModel FLIP = new BitFlip();

  private static long apply(FaultModel model, long bits, int bit) {
    long[] word = {bits};
    Changes changes =
        new Changes() {
          @Override
          public void bits(long position, long kept, long inverted) {
            word[0] = (word[0] & kept) ^ inverted;
          }

          @Override
          public void add(long position, double amount) {
            throw new IllegalStateException("nothing to add to");
          }
        };
    Target target =
        new Target(
            ElementType.DOUBLE,
            new Region.Element(0),
            OptionalInt.of(bit),
            () -> new Spread(-1, 1, 1));
    model.disturb(target, new SplittableRandom(0), changes);
    return word[0];
  }

  @Property(seed = "1")
  void shouldFlipBackWhenFlippedTwice(@ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    assertThat(apply(FLIP, apply(FLIP, bits, bit), bit)).isEqualTo(bits);
  }

  @Property(seed = "1")
  void shouldFlipExactlyOneBit(@ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    assertThat(apply(FLIP, bits, bit) ^ bits).isEqualTo(1L << bit);
  }

  @Property(seed = "1")
  void shouldStickAtItsValueAndTouchNoOtherBit(
      @ForAll long bits, @ForAll @IntRange(max = 63) int bit, @ForAll boolean one) {
    long stuck = apply(new StuckAt(one), bits, bit);

    assertThat((stuck >>> bit) & 1).isEqualTo(one ? 1 : 0);
    assertThat((stuck ^ bits) & ~(1L << bit)).isZero();
    assertThat(apply(new StuckAt(one), stuck, bit)).isEqualTo(stuck);
  }

  /** Why a published stuck-at list can be replayed as flips. */
  @Property(seed = "1")
  void shouldEqualAFlipWhenStuckAtTheComplement(
      @ForAll long bits, @ForAll @IntRange(max = 63) int bit) {
    boolean one = ((bits >>> bit) & 1) == 1;

    assertThat(apply(new StuckAt(!one), bits, bit)).isEqualTo(apply(FLIP, bits, bit));
    assertThat(apply(new StuckAt(one), bits, bit)).isEqualTo(bits);
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
