package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the models that act on bits, for every element type whose bits can be addressed. */
class BitModelsTest {
  private static final int SIZE = 40;

  static Stream<ElementType> types() {
    return Arrays.stream(ElementType.values()).filter(ElementType::hasAddressableBits);
  }

  private static Elements elements(ElementType type) {
    return Elements.random(type, SIZE, TrialRandom.of(7, type.code()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldInvertExactlyTheNamedBit(ElementType type) {
    Elements golden = elements(type);
    for (int bit = 0; bit < type.bits(); bit++) {
      Elements faulty = golden.with(new BitFlip(), golden.target(bit), 0);

      assertThat(faulty.differing(golden)).containsOnly(1L << bit);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRestoreWhenTheSameBitsAreInvertedTwice(ElementType type) {
    Elements golden = elements(type);
    List<FaultModel> models =
        List.of(
            new BitFlip(),
            new FixedBits(type.mask()),
            new FixedBits(1L << (type.bits() - 1) | 1),
            new Burst(Math.min(3, type.bits())),
            new RandomBits(2),
            new RandomByte(),
            new BitErrorRate(0.2),
            new BitCount(17));
    for (FaultModel model : models) {
      Elements once = golden.with(model, golden.target(0), 5);

      assertThat(once.bits()).as(model.label()).isNotEqualTo(golden.bits());
      assertThat(once.with(model, golden.target(0), 5).bits())
          .as(model.label())
          .isEqualTo(golden.bits());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldStickAtItsValueAndTouchNoOtherBit(ElementType type) {
    Elements golden = elements(type);
    for (boolean one : new boolean[] {false, true}) {
      for (int bit = 0; bit < type.bits(); bit++) {
        long mask = 1L << bit;
        Elements stuck = golden.with(new StuckAt(one), golden.target(bit), 0);

        assertThat(LongStream.of(stuck.bits()).map(bits -> bits & mask))
            .containsOnly(one ? mask : 0);
        assertThat(LongStream.of(stuck.differing(golden)).map(bits -> bits & ~mask))
            .containsOnly(0L);
        assertThat(stuck.with(new StuckAt(one), golden.target(bit), 0).bits())
            .isEqualTo(stuck.bits());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldInvertAdjacentBits(ElementType type) {
    Elements golden = elements(type);
    for (int length = 1; length <= type.bits(); length++) {
      long burst = -1L >>> (Long.SIZE - length);
      int highest = type.bits() - length;
      Elements drawn = golden.with(new Burst(length), golden.target(), 3);
      Elements named = golden.with(new Burst(length), golden.target(highest), 3);

      assertThat(named.differing(golden)).containsOnly(burst << highest);
      for (long differing : drawn.differing(golden)) {
        assertThat(differing >>> Long.numberOfTrailingZeros(differing)).isEqualTo(burst);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldInvertDistinctBitsOfEachWord(ElementType type) {
    Elements golden = elements(type);
    for (int bits = 1; bits <= type.bits(); bits++) {
      Elements faulty = golden.with(new RandomBits(bits), golden.target(), 3);

      assertThat(LongStream.of(faulty.differing(golden)).map(Long::bitCount))
          .containsOnly((long) bits);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReplaceOneByte(ElementType type) {
    Elements golden = elements(type);
    Set<Integer> bytes = new HashSet<>();
    for (int trial = 0; trial < 20; trial++) {
      Elements faulty = golden.with(new RandomByte(), golden.target(), trial);
      for (long differing : faulty.differing(golden)) {
        int lowest = Long.numberOfTrailingZeros(differing) / Byte.SIZE;
        int highest = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / Byte.SIZE;
        assertThat(lowest).isEqualTo(highest);
        bytes.add(lowest);
      }
    }
    assertThat(bytes).hasSize(Math.max(1, type.bits() / Byte.SIZE));
  }

  @Test
  void shouldReplaceTheByteOfTheNamedBit() {
    Elements golden = elements(ElementType.FLOAT);

    Elements faulty = golden.with(new RandomByte(), golden.target(17), 0);

    assertThat(LongStream.of(faulty.differing(golden)).map(bits -> bits & ~0xFF0000L))
        .containsOnly(0L);
  }

  @Test
  void shouldGiveEachOtherByteEquallyOften() {
    Elements golden = Elements.random(ElementType.INT4, 15_000, TrialRandom.of(7, 0));
    long[] counts = new long[16];
    for (long bits : golden.with(new RandomByte(), golden.target(), 1).differing(golden)) {
      counts[(int) bits]++;
    }

    assertThat(counts[0]).isZero();
    assertThat(GoodnessOfFit.uniform(Arrays.copyOfRange(counts, 1, 16))).isGreaterThan(1e-3);
  }

  @Test
  void shouldChooseEachBitAndEachStartEquallyOften() {
    Elements golden = Elements.random(ElementType.INT8, 20_000, TrialRandom.of(7, 0));
    long[] pairs = new long[256];
    for (long bits : golden.with(new RandomBits(2), golden.target(), 1).differing(golden)) {
      pairs[(int) bits]++;
    }
    long[] starts = new long[6];
    for (long bits : golden.with(new Burst(3), golden.target(), 1).differing(golden)) {
      starts[Long.numberOfTrailingZeros(bits)]++;
    }

    long[] chosen = LongStream.of(pairs).filter(count -> count > 0).toArray();
    assertThat(chosen).hasSize(28);
    assertThat(GoodnessOfFit.uniform(chosen)).isGreaterThan(1e-3);
    assertThat(GoodnessOfFit.uniform(starts)).isGreaterThan(1e-3);
  }

  @Test
  void shouldCombineOverlappingChangesInOrder() {
    Elements golden = new Elements(ElementType.UINT8, 0b1010);
    FaultModel flip = new BitFlip();
    FaultModel stuck = new StuckAt(true);
    Target target = golden.target(1);

    assertThat(golden.with(flip, target, 0).with(stuck, target, 0).bits()).containsExactly(0b1010);
    assertThat(golden.with(stuck, target, 0).with(flip, target, 0).bits()).containsExactly(0b1000);
    assertThat(golden.with(new Zero(), target, 0).with(flip, target, 0).bits()).containsExactly(2);
    assertThat(golden.with(flip, target, 0).with(new SetValue("7"), target, 0).bits())
        .containsExactly(7);
  }

  @Test
  void shouldRefuseABitBeyondTheType() {
    Elements half = elements(ElementType.FLOAT16);
    assertRefused(new BitFlip(), half.target(16), "a bit of float16, 0 to 15, found bit 16");
    assertRefused(new BitFlip(), half.target(-1), "a bit of float16, 0 to 15, found bit -1");
    assertRefused(new StuckAt(true), half.target(31), "a bit of float16, 0 to 15, found bit 31");
    assertRefused(new BitFlip(), half.target(), "a bit, found none");
    assertRefused(
        new FixedBits(1L << 16 | 1), half.target(), "a bit of float16, 0 to 15, found bit 16");
    assertRefused(new RandomByte(), half.target(16), "a bit of float16, 0 to 15, found bit 16");
    assertRefused(new Burst(17), half.target(), "at most the 16 bits of float16, found 17 bits");
    assertRefused(
        new Burst(4),
        half.target(13),
        "4 bits upwards within the 16 of float16, found bit 13 as the first");
    assertRefused(
        new RandomBits(17), half.target(), "at most the 16 bits of float16, found 17 bits");
    assertRefused(
        new BitCount(SIZE * 16 + 1),
        half.target(),
        "at most the 640 bits of the region, found 641 bits");
  }

  @Test
  void shouldRefuseTypesWithoutAddressableBits() {
    for (ElementType type : List.of(ElementType.STRING, ElementType.COMPLEX128)) {
      Elements none = new Elements(type, 0);
      for (FaultModel model :
          List.of(
              new BitFlip(), new BitErrorRate(0.5), new BitCount(1), new Zero(), new Burst(1))) {
        assertRefused(model, none.target(0), "a type of at most 64 bits, found " + type.label());
      }
    }
  }

  static void assertRefused(FaultModel model, Target target, String what) {
    assertThatThrownBy(() -> model.check("list.csv:2", target))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("list.csv:2: expected " + what);
    assertThatThrownBy(() -> model.disturb(target, TrialRandom.of(0, 0), new Refusing()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(model.label() + ": expected " + what);
  }

  /** No change may be told before a target is refused. */
  private record Refusing() implements Changes {
    @Override
    public void bits(long position, long kept, long inverted) {
      throw new AssertionError("changed before it was refused");
    }

    @Override
    public void add(long position, double amount) {
      throw new AssertionError("changed before it was refused");
    }
  }
}
