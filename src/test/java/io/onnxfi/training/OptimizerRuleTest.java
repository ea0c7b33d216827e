package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimizerRuleTest {
  @Test
  void shouldMakeTheOptimizersOfTorch() {
    assertThat(OptimizerRule.SGD.optimizer(0.9, true, 1e-4)).isEqualTo(new Sgd(0.9, true, 1e-4));
    assertThat(OptimizerRule.ADAM.optimizer(0.9, true, 1e-4)).isEqualTo(Adam.coupled(1e-4));
    assertThat(OptimizerRule.ADAMW.optimizer(0.9, true, 1e-4)).isEqualTo(Adam.decoupled(1e-4));
  }
}
