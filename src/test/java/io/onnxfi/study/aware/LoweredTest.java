package io.onnxfi.study.aware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.classification.PairedCounts;
import io.onnxfi.error.MalformedInputException;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoweredTest {
  private static final float[] BEFORE = {2, 0, /**/ 1, 3, /**/ 0, 5, /**/ 1, 0};
  private static final float[] AFTER = {2, 0, /**/ 3, 1, /**/ 0, Float.NaN, /**/ 0, 1.5f};
  private static final int[] LABELS = {0, 1, 1, 1};

  @Test
  void shouldCountWhatChanges() {
    Lowered lowered = Lowered.of(BEFORE, AFTER, 2, LABELS);
    // right before: 0, 1, 2; behind: 0 and 3. Image 2 is not finite any more, but the same class.
    assertThat(lowered.right()).isEqualTo(new PairedCounts(1, 2, 1, 0));
    assertThat(lowered.changed().stream()).containsExactly(1, 3);
    assertThat(lowered.changes().value()).isEqualTo(0.5);
    assertThat(lowered.nonFinite()).isEqualTo(1);
    assertThat(lowered.largest()).isEqualTo(2);
  }

  /** Of two classes: Σ p·log(p/q), by the logistic function. */
  @Test
  void shouldHaveTheMeanDivergence() {
    double sum = 0;
    for (int image : new int[] {0, 1, 3}) {
      double p = 1 / (1 + Math.exp(BEFORE[2 * image + 1] - BEFORE[2 * image]));
      double q = 1 / (1 + Math.exp(AFTER[2 * image + 1] - AFTER[2 * image]));
      sum += p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    }
    assertThat(Lowered.of(BEFORE, AFTER, 2, LABELS).divergence()).isCloseTo(sum / 3, within(1e-12));
    assertThat(Lowered.of(BEFORE, BEFORE, 2, LABELS).divergence()).isZero();
  }

  @Test
  void shouldPairChangesImageByImage() {
    Lowered two = Lowered.of(BEFORE, AFTER, 2, LABELS);
    float[] other = BEFORE.clone();
    other[2] = 9;
    Lowered one = Lowered.of(BEFORE, other, 2, LABELS);
    assertThat(one.changesBeside(two)).isEqualTo(new PairedCounts(1, 0, 1, 2));
    assertThat(two.changesBeside(one)).isEqualTo(new PairedCounts(1, 1, 0, 2));
  }

  @Test
  void shouldReadWhatItWrites() {
    BitSet images = new BitSet();
    images.set(0);
    images.set(17);
    assertThat(ImageNumbers.cell(images)).isEqualTo("0 17");
    assertThat(ImageNumbers.read("0 17", 18)).isEqualTo(images);
    assertThat(ImageNumbers.read("", 18)).isEqualTo(new BitSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"18", "1 0", "1 1", "-1", "1  2", " 1", "x", "2147483647", "99999999999"})
  void shouldRefuseOtherCells(String cell) {
    assertThatThrownBy(() -> ImageNumbers.read(cell, 18))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseUnknownLowerings() {
    assertThat(Lowering.parse("--lowerings", List.of("int8-static", "folded")))
        .containsExactly(Lowering.FOLDED, Lowering.STATIC);
    assertThatThrownBy(() -> Lowering.parse("--lowerings", List.of("int4")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--lowerings: expected ort-basic, ")
        .hasMessageEndingWith("found 'int4'");
  }
}
