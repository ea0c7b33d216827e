package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.sampling.Interval;
import org.junit.jupiter.api.Test;

class RareFaultsTest {
  @Test
  void shouldFollowTheRuleOfThree() {
    // 1 − 0.05^(1/n), and Hanley and Lippman-Hand's 3/n, which is a little more.
    assertThat(RareFaults.unseenShare(1000, 0.05)).isEqualTo(0.00299125, within(1e-8));
    assertThat(RareFaults.unseenShare(100, 0.05)).isEqualTo(0.02951305, within(1e-8));
    assertThat(RareFaults.unseenShare(100, 0.05)).isLessThan(3.0 / 100);
    assertThat(RareFaults.unseenShare(1, 0.05)).isEqualTo(0.95, within(1e-12));
  }

  /** scipy 1.x: {@code binomtest(k, n).proportion_ci(0.95, method="exact")}. */
  @Test
  void shouldGiveClopperAndPearsonsInterval() {
    assertShare(0, 1000, 0, 0.003682083896639526);
    assertShare(3, 1000, 0.0006190999316499173, 0.008742023238657654);
    assertShare(5, 5, 0.47817624989501856, 1);
  }

  private static void assertShare(int having, int faults, double low, double high) {
    Interval share = RareFaults.share(having, faults, 0.95);
    assertThat(share.low()).isEqualTo(low, within(1e-12));
    assertThat(share.high()).isEqualTo(high, within(1e-12));
  }
}
