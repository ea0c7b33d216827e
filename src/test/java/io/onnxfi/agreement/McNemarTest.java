package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.testing.TestTrials;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class McNemarTest {
  /** A fault on 10 images, critical on so many of them. */
  private static Difference fault(int left, int right) {
    return new Difference(
        TestTrials.outcome("a", 0, 10, left), TestTrials.outcome("a", 0, 10, right));
  }

  /** scipy: {@code binomtest(min(b, c), b + c, 0.5).pvalue}. */
  @Test
  void shouldTestOneFaultExactly() {
    assertThat(McNemar.exact(0, 0)).isEqualTo(1);
    assertThat(McNemar.exact(0, 1)).isEqualTo(1);
    assertThat(McNemar.exact(5, 5)).isEqualTo(1);
    assertThat(McNemar.exact(6, 0)).isEqualTo(0.03125, within(1e-12));
    assertThat(McNemar.exact(3, 11)).isEqualTo(0.057373046875, within(1e-12));
    assertThat(McNemar.exact(40, 60)).isEqualTo(0.05688793364098089, within(1e-12));
  }

  /**
   * By hand: d = 0.1, 0.2, −0.1, 0, so T = 0.2²/0.06 = 2/3; P(χ²₁ > 2/3) = 2·(1 − Φ(0.816497)) =
   * 0.414216.
   */
  @Test
  void shouldTakeFaultsAsClusters() {
    McNemar test = McNemar.overFaults(List.of(fault(1, 2), fault(0, 2), fault(1, 0), fault(3, 3)));
    assertThat(test.statistic()).isEqualTo(2.0 / 3, within(1e-12));
    assertThat(test.pValue()).isEqualTo(0.414216, within(1e-6));
  }

  /** One fault that differs on all its images is one observation, not ten. */
  @Test
  void shouldNotBeFooledByTheImagesOfOneFault() {
    assertThat(McNemar.overFaults(List.of(fault(0, 10), fault(5, 5))).statistic()).isEqualTo(1);
    assertThat(McNemar.exact(0, 10)).isLessThan(0.002);
    McNemar none = McNemar.overFaults(List.of(fault(5, 5)));
    assertThat(none).isEqualTo(new McNemar(0, 1));
  }

  /** By hand: 0.005 ≤ 0.05/4 and 0.01 ≤ 0.05/3, but 0.03 > 0.05/2. */
  @Test
  void shouldStepDownAsHolmDoes() {
    assertThat(Holm.significant(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05))
        .containsExactly(3, 0);
    assertThat(Holm.significant(new double[] {0.02, 0.02}, 0.05)).containsExactly(0, 1);
    double[] many = IntStream.range(0, 1000).mapToDouble(i -> i == 7 ? 0.001 : 1).toArray();
    assertThat(Holm.significant(many, 0.05)).isEmpty();
  }
}
