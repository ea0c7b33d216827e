package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.model.StuckAt;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final FaultSite SITE = new FaultSite("conv1", TensorIndex.of(3, 0, 2, 1), 15);

  @Test
  void shouldBeTheSameInFilesThatDoNotSayWhatWasDone() {
    Trial listed = Trial.listed(7, SITE);
    Trial stuck = listed.under(new StuckAt(true));
    assertThat(stuck).isNotEqualTo(listed);
    assertThat(stuck.identity()).isEqualTo(listed.identity());
    assertThat(stuck.faults()).containsExactly(new Fault(SITE, new StuckAt(true)));
    assertThat(listed.site()).hasToString("conv1 (3, 0, 2, 1) bit 15");
  }

  @Test
  void shouldBeAnotherUnderAnotherNumberOrInAnotherPlace() {
    Trial trial = Trial.listed(7, SITE);
    FaultSite next = new FaultSite("conv1", TensorIndex.of(3, 0, 2, 1), 16);
    assertThat(Trial.listed(8, SITE).identity()).isNotEqualTo(trial.identity());
    assertThat(Trial.listed(7, next).identity()).isNotEqualTo(trial.identity());
  }

  @Test
  void shouldRefuseATrialWithoutAFault() {
    assertThatThrownBy(() -> new Trial(7, List.of(), 0)).hasMessage("trial 7 of 0 faults");
  }
}
