package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Stage;
import io.onnxfi.sampling.CostModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTimeTest {
  private static final long SECOND = 1_000_000_000;
  private static final Effort EFFORT =
      new Effort(
          Map.of(
              Stage.PLANNING, 3 * SECOND,
              Stage.GOLDEN, 5 * SECOND,
              Stage.INJECTION, 8 * SECOND,
              Stage.HEAD, 10 * SECOND,
              Stage.COMPARISON, SECOND,
              Stage.TAIL, 4 * SECOND,
              Stage.JUDGEMENT, SECOND),
          Map.of());

  /**
   * By hand: two workers put 100 faults in for 8 s and ran 1,000 pairs for 16 s, 4 and 8 by clock.
   */
  @Test
  void shouldDivideTheTimeOfTheWorkersAmongFaultsAndImages() {
    CostModel cost = new MeasuredTime(20, EFFORT, 2, 100, 1000).cost().orElseThrow();
    // Rounding of a few operations on numbers of this size.
    assertThat(cost.perFault()).isEqualTo(0.04, within(1e-12));
    assertThat(cost.perImage()).isEqualTo(0.008, within(1e-12));
    assertThat(cost.once()).as("20 − 4 − 8").isEqualTo(8, within(1e-9));
    assertThat(cost.seconds(100, 10)).as("what it took").isEqualTo(20, within(1e-9));
  }

  @Test
  void shouldKnowNothingIfNothingWasRun() {
    assertThat(new MeasuredTime(20, EFFORT, 2, 0, 0).cost()).isEmpty();
    Effort counted = new Effort(Map.of(Stage.JUDGEMENT, SECOND), Map.of());
    assertThat(new MeasuredTime(20, counted, 2, 10, 100).cost()).as("all masked").isEmpty();
  }
}
