package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final FaultSite SITE = new FaultSite("conv1", TensorIndex.of(3, 0, 2, 1), 15);

  @Test
  void shouldBeAFlipWhereAListDoesNotSayWhatHappens() {
    Trial listed = Trial.listed(7, SITE);
    assertThat(listed.faults()).containsExactly(new Fault(SITE, new BitFlip()));
    assertThat(listed.under(new StuckAt(true)).faults())
        .containsExactly(new Fault(SITE, new StuckAt(true)));
    assertThat(SITE).hasToString("conv1 (3, 0, 2, 1) bit 15");
  }

  @Test
  void shouldBeAnotherUnderAnotherNumberModelOrPlace() {
    Trial trial = Trial.listed(7, SITE);
    FaultSite next = new FaultSite("conv1", TensorIndex.of(3, 0, 2, 1), 16);
    assertThat(Trial.listed(7, SITE).identity()).isEqualTo(trial.identity());
    assertThat(Trial.listed(8, SITE).identity()).isNotEqualTo(trial.identity());
    assertThat(Trial.listed(7, next).identity()).isNotEqualTo(trial.identity());
    assertThat(trial.under(new StuckAt(true)).identity()).isNotEqualTo(trial.identity());
  }

  @Test
  void shouldHaveTheLevelsThatItsFaultsShare() {
    Fault first = new Fault(SITE, new BitFlip());
    FaultSite activation =
        new FaultSite("relu", TensorIndex.of(1), OptionalInt.of(3), Extent.ACTIVATION);
    Trial same = new Trial(1, List.of(first, first), 0);
    Trial mixed = new Trial(1, List.of(first, new Fault(activation, new StuckAt(false))), 0);

    assertThat(List.of(same.layer(), same.bitText(), same.model(), same.kind()))
        .containsExactly("conv1", "15", "flip", "weight");
    assertThat(same.bit()).hasValue(15);
    assertThat(same.index()).isEqualTo("(3, 0, 2, 1) and 1 more");
    assertThat(List.of(mixed.layer(), mixed.bitText(), mixed.model(), mixed.kind()))
        .containsOnly("several");
    assertThat(mixed.bit()).isEmpty();
  }

  @Test
  void shouldHaveNoBitWhereItNamesNone() {
    FaultSite any = new FaultSite("conv1", TensorIndex.of(), OptionalInt.empty(), Extent.WEIGHT);
    assertThat(Trial.listed(0, any).bitText()).isEqualTo("-");
  }

  @Test
  void shouldRefuseATrialWithoutAFault() {
    assertThatThrownBy(() -> new Trial(7, List.of(), 0)).hasMessage("trial 7 of no faults");
  }
}
