package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorDrawTest {
  private static ErrorDraw of(double probability, double deviation) {
    return new ErrorDraw(probability, deviation, 7, Streams.OUTPUTS, 3);
  }

  private static float[] draw(ErrorDraw draw, int place, int first, int images, int each) {
    float[] out = new float[images * each];
    draw.fill(place, first, images, each, FloatBuffer.wrap(out));
    return out;
  }

  /** Each count and moment may be five standard errors away. */
  @ParameterizedTest
  @CsvSource({"0.05, 0.01", "0.3, 0.05", "0.4, 0.08", "0.999, 2"})
  void shouldPutNormalErrorsIntoThatShareOfTheElements(double probability, double deviation) {
    float[] errors = draw(of(probability, deviation), 2, 0, 4, 1_000_003);
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    int hits = 0;
    int after = 0;
    for (int i = 0; i < errors.length; i++) {
      double z = errors[i] / deviation;
      hits += z != 0 ? 1 : 0;
      after += z != 0 && i > 0 && errors[i - 1] != 0 ? 1 : 0;
      sum += z;
      squares += z * z;
      fourths += z * z * z * z;
    }
    double n = errors.length;
    double p = probability;
    assertThat(hits / n).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / n)));
    assertThat(after / n)
        .as("neighbours are hit independently")
        .isCloseTo(p * p, within(5 * p * Math.sqrt((1 - p * p + 2 * p * (1 - p)) / n)));
    assertThat(sum / hits).isCloseTo(0, within(5 / Math.sqrt(hits)));
    assertThat(squares / hits).isCloseTo(1, within(5 * Math.sqrt(2.0 / hits)));
    assertThat(fourths / hits).isCloseTo(3, within(5 * Math.sqrt(96.0 / hits)));
  }

  @Test
  void shouldGiveAnImageTheSameWhateverIsAroundIt() {
    ErrorDraw draw = of(0.3, 0.05);
    float[] all = draw(draw, 1, 0, 6, 20_000);
    float[] one = draw(draw, 1, 4, 1, 20_000);
    assertThat(one).containsExactly(Arrays.copyOfRange(all, 80_000, 100_000));
    assertThat(draw(draw, 2, 4, 1, 20_000)).as("another place").isNotEqualTo(one);
    assertThat(draw(new ErrorDraw(0.3, 0.05, 7, Streams.OUTPUTS, 4), 1, 4, 1, 20_000))
        .as("another step")
        .isNotEqualTo(one);
    assertThat(draw(new ErrorDraw(0.3, 0.05, 8, Streams.OUTPUTS, 3), 1, 4, 1, 20_000))
        .as("another seed")
        .isNotEqualTo(one);
  }

  @Test
  void shouldNotDependOnTheNumberOfThreads() throws Exception {
    float[] many = draw(of(0.3, 0.05), 0, 0, 16, 5000);
    ForkJoinPool single = new ForkJoinPool(1);
    try {
      assertThat(single.submit(() -> draw(of(0.3, 0.05), 0, 0, 16, 5000)).get())
          .containsExactly(many);
    } finally {
      single.shutdown();
    }
  }

  /** So that a training gives the same bits with every version of what draws. */
  @Test
  void shouldDrawTheSameErrorsForever() {
    assertThat(Arrays.hashCode(draw(of(0.3, 0.05), 1, 0, 3, 40_001))).isEqualTo(2014100087);
  }

  @Test
  void shouldStrikeEveryElementWhereThatIsCertain() {
    float[] errors = draw(of(1, 2), 0, 0, 2, 100_000);
    for (float error : errors) {
      assertThat(error).isNotZero();
    }
  }

  @Test
  void shouldKnowWhenThereAreNone() {
    assertThat(of(0, 1).isNothing()).isTrue();
    assertThat(of(1, 0).isNothing()).isTrue();
    assertThat(of(1e-11, 1).isNothing()).as("below the steps of the probability").isTrue();
    assertThat(of(1e-9, 1).isNothing()).isFalse();
  }
}
