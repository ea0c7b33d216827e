package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {
  private static final StoppingRule RULE =
      new StoppingRule(0.05, new RateEstimator(Strata.LAYER_BIT, 0.95));

  private static List<TrialOutcome> harmless(int faults) {
    return Collections.nCopies(faults, TestTrials.outcome("conv", 3, 10, 0));
  }

  @Test
  void shouldNotStopBeforeTheFirstLookHoweverGoodTheEstimate() {
    assertThat(RULE.look(harmless(511)).margin()).isLessThan(0.05);
    assertThat(RULE.isMet(RULE.look(harmless(511)))).isFalse();
    assertThat(RULE.isMet(RULE.look(harmless(512)))).isTrue();
  }

  @Test
  void shouldNotStopOutsideTheMargin() {
    StoppingRule strict = new StoppingRule(0.001, RULE.rate());
    assertThat(strict.isMet(strict.look(harmless(512)))).isFalse();
    assertThatThrownBy(() -> new StoppingRule(1, RULE.rate()))
        .hasMessage("a margin is within 0 and 1, not 1.0");
  }
}
