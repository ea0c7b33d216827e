package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.Zero;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels LABELS =
      Labels.of(Trial.listed(0, new FaultSite("conv1", TensorIndex.of(1), 30)));

  @Test
  void shouldTellLayerAndBitAndWhateverARunAdds() {
    assertThat(LABELS.level(Factor.LAYER)).isEqualTo("conv1");
    assertThat(LABELS.number(Factor.BIT)).hasValue(30);
    assertThat(LABELS.has(Factor.FAULT)).isFalse();
    Labels more = LABELS.with(Factor.FAULT, "flip");
    assertThat(more.factors())
        .containsExactly(Factor.LAYER, Factor.BIT, Factor.SITE, Factor.REACH, Factor.FAULT);
    assertThat(more.level(Factor.FAULT)).isEqualTo("flip");
  }

  @Test
  void shouldRefuseAFactorThatIsNotKnownOrTwice() {
    assertThatThrownBy(() -> LABELS.level(Factor.FAULT))
        .hasMessage(
            "factors of the trials: expected fault among them, found [layer, bit, site, reach]")
        .isInstanceOf(MalformedInputException.class);
    assertThatThrownBy(() -> LABELS.with(Factor.BIT, "3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldOrderNumbersByValueAndNamesNaturally() {
    assertThat(List.of("10", "9", "2").stream().sorted(Factor.BIT.order()))
        .containsExactly("2", "9", "10");
    assertThat(List.of("several", "10", "-", "2").stream().sorted(Factor.BIT.order()))
        .containsExactly("2", "10", "-", "several");
    assertThat(List.of("conv10", "conv9", "bn1").stream().sorted(Factor.LAYER.order()))
        .containsExactly("bn1", "conv9", "conv10");
  }

  /** By the kind of a pattern, not its sizes, which a mix has many of. */
  @Test
  void shouldTellReachesByTheirKind() {
    for (String site : List.of("activation/shattered:2,100,25", "activation/shattered:64,15,100")) {
      FaultSite there =
          new FaultSite("conv1", TensorIndex.of(), OptionalInt.empty(), Extent.parse("test", site));
      Trial trial = new Trial(0, List.of(new Fault(there, new Zero())), 0);
      assertThat(Labels.of(trial).level(Factor.REACH)).isEqualTo("shattered");
    }
    assertThat(LABELS.level(Factor.REACH)).isEqualTo("element");
  }

  @Test
  void shouldFindAFactorByItsName() {
    assertThat(Factor.named("--by", "bit")).isEqualTo(Factor.BIT);
    assertThatThrownBy(() -> Factor.named("--by", "colour"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--by: expected one of layer, bit, fault, site, reach, found 'colour'");
  }
}
