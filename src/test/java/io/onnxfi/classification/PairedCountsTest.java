package io.onnxfi.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.agreement.McNemar;
import io.onnxfi.sampling.Interval;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PairedCountsTest {
  /** The reference maximises a likelihood numerically, to about seven digits. */
  private static final double NUMERICAL = 2e-7;

  private static PairedCounts of(long onlyFirst, long onlySecond, long images) {
    return new PairedCounts(0, onlyFirst, onlySecond, images - onlyFirst - onlySecond);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "intervals.csv", numLinesToSkip = 1)
  void shouldAgreeWithIndependentSoftware(
      long onlyFirst, long onlySecond, long images, double low, double high, double p) {
    PairedCounts counts = of(onlyFirst, onlySecond, images);

    Interval interval = counts.interval(0.95);
    assertThat(interval.low()).isCloseTo(low, within(NUMERICAL));
    assertThat(interval.high()).isCloseTo(high, within(NUMERICAL));
    assertThat(counts.pValue()).isCloseTo(p, within(1e-9 * p));
  }

  @Test
  void shouldCountWhatAChangeMoves() {
    Answers first = GoldenAnswers.answers(0);
    Answers second = GoldenAnswers.answers(1);

    PairedCounts right = PairedCounts.ofRight(first, second);
    PairedCounts mistakes = PairedCounts.ofMistakes(first, second, Answers.CONFIDENT);
    assertThat(cells(right)).isEqualTo(GoldenAnswers.list("right.counts"));
    assertThat(cells(mistakes)).isEqualTo(GoldenAnswers.list("mistakes.counts"));
    assertThat(right.pValue()).isCloseTo(GoldenAnswers.number("right.p"), within(1e-14));
    assertThat(mistakes.pValue()).isCloseTo(GoldenAnswers.number("mistakes.p"), within(1e-12));
    assertThat(right.first()).isEqualTo(first.accuracy().hits());
    assertThat(right.second()).isEqualTo(second.accuracy().hits());
    assertThat(right.difference()).isEqualTo((81 - 43) / 240.0);
  }

  private static List<Integer> cells(PairedCounts counts) {
    return List.of(
        (int) counts.both(),
        (int) counts.onlyFirst(),
        (int) counts.onlySecond(),
        (int) counts.neither());
  }

  @Property(tries = 200)
  void shouldTurnRoundWithTheModels(
      @ForAll @IntRange(max = 60) int b,
      @ForAll @IntRange(max = 60) int c,
      @ForAll @IntRange(max = 500) int others) {
    Interval there = of(b, c, b + c + others).interval(0.95);
    Interval back = of(c, b, b + c + others).interval(0.95);

    assertThat(there.low()).isCloseTo(-back.high(), within(1e-12));
    assertThat(there.high()).isCloseTo(-back.low(), within(1e-12));
  }

  /** The score at 0 is McNemar's statistic: 3.841 is the 95th percentile of χ² with 1 degree. */
  @Property(tries = 200)
  void shouldLeaveZeroOutExactlyIfMcNemarsChiSquareIsSignificant(
      @ForAll @IntRange(max = 60) int b,
      @ForAll @IntRange(max = 60) int c,
      @ForAll @IntRange(min = 1, max = 500) int others) {
    double gap = b - c;
    boolean significant = b + c > 0 && gap * gap / (b + c) > 3.841458820694124;

    Interval interval = of(b, c, b + c + others).interval(0.95);
    assertThat(interval.contains(0)).isEqualTo(!significant);
    assertThat(interval.contains(of(b, c, b + c + others).difference())).isTrue();
  }

  @Test
  void shouldHaveRoomWhereTheModelsAgreeOnAllImages() {
    double z = 1.959963984540054;

    assertThat(of(0, 0, 100).interval(0.95).high()).isCloseTo(z * z / (100 + z * z), within(1e-9));
    assertThat(of(0, 0, 100).pValue()).isEqualTo(1);
    assertThat(of(0, 0, 0).interval(0.95)).isEqualTo(new Interval(-1, 1));
    assertThat(McNemar.exact(0, 0)).isEqualTo(1);
  }

  @Test
  void shouldRefuseAnswersToOtherImages() {
    Answers two = Answers.of(new float[4], 2, 0, 1);

    assertThatThrownBy(() -> PairedCounts.ofRight(two, Answers.of(new float[2], 2, 0)))
        .hasMessage("answers to 2 images, and to 1");
    assertThatThrownBy(() -> PairedCounts.ofRight(two, Answers.of(new float[4], 2, 0, 0)))
        .hasMessage("image 1 is of class 1, and of 0");
  }
}
