package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.sampling.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KappaTest {
  /**
   * Fleiss, Statistical Methods for Rates and Proportions, 2nd edition 1981, table 13.1: two
   * raters, 100 subjects. He gives κ = 0.68 with a standard error of 0.087.
   */
  private static final int[][] FLEISS = {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}};

  /** One fault per subject, each of so many equal images. */
  private static List<Confusion> faults(int images) {
    List<Confusion> faults = new ArrayList<>();
    for (byte from = 0; from < 3; from++) {
      for (byte to = 0; to < 3; to++) {
        for (int i = 0; i < FLEISS[from][to]; i++) {
          Confusion fault = new Confusion();
          byte[] left = new byte[images];
          byte[] right = new byte[images];
          Arrays.fill(left, from);
          Arrays.fill(right, to);
          fault.add(left, right);
          faults.add(fault);
        }
      }
    }
    return faults;
  }

  @Test
  void shouldAgreeWithFleissWhenEveryFaultHasOneImage() {
    Estimate kappa = Kappa.ofOutcomes(faults(1)).orElseThrow();
    // More digits by statsmodels 0.14: cohens_kappa(table).kappa and .std_kappa, which divides by
    // n.
    assertThat(kappa.value()).isEqualTo(0.676470588235294, within(1e-12));
    assertThat(kappa.standardError())
        .isEqualTo(0.08770295347521254 * Math.sqrt(100 / 99.0), within(1e-12));
  }

  /** Seven copies of every image are seven times the pairs and no more evidence. */
  @Test
  void shouldTakeTheImagesOfAFaultAsOneObservation() {
    Estimate one = Kappa.ofOutcomes(faults(1)).orElseThrow();
    Estimate seven = Kappa.ofOutcomes(faults(7)).orElseThrow();
    assertThat(seven.value()).isEqualTo(one.value(), within(1e-12));
    assertThat(seven.standardError()).isEqualTo(one.standardError(), within(1e-12));
  }

  /** By hand: po = 0.95, rates 0.10 and 0.15, pe = 0.015 + 0.765 = 0.78. */
  @Test
  void shouldTellCriticalFromTheRest() {
    Estimate kappa = Kappa.ofCritical(faults(1)).orElseThrow();
    assertThat(kappa.value()).isEqualTo((0.95 - 0.78) / (1 - 0.78), within(1e-12));
  }

  @Test
  void shouldBeUndefinedIfOnlyOneOutcomeOccurs() {
    Confusion masked = new Confusion();
    masked.add(new byte[5], new byte[5]);
    assertThat(Kappa.ofOutcomes(List.of(masked, masked))).isEmpty();
  }

  /** Thirds have no exact binary form; a perfect κ has no spread all the same. */
  @Test
  void shouldHaveNoIntervalIfNothingDiffers() {
    byte[] third = {2, 0, 0};
    byte[] two = {2, 2, 1};
    Confusion one = new Confusion();
    one.add(third, third);
    Confusion other = new Confusion();
    other.add(two, two);
    List<Confusion> faults = List.of(one, other, one);
    Estimate perfect = Kappa.ofCritical(faults).orElseThrow();
    assertThat(perfect.value()).isEqualTo(1);
    assertThat(perfect.interval(0.95)).isEmpty();
    assertThat(Kappa.ofOutcomes(faults).orElseThrow().interval(0.95)).isEmpty();
  }

  @Test
  void shouldFindTheFaultsThatAreCriticalMoreOftenOnOneSide() {
    byte critical = ImageOutcome.CRITICAL.code();
    byte[] none = new byte[20];
    byte[] all = new byte[20];
    Arrays.fill(all, critical);
    Confusion differs = new Confusion();
    differs.add(none, all);
    Confusion same = new Confusion();
    same.add(all, all);
    ImageAgreement images = ImageAgreement.of(List.of(same, differs, same));
    assertThat(images.significant()).containsExactly(1);
    assertThat(images.confusion().onlyRight(ImageOutcome.CRITICAL)).isEqualTo(20);
    assertThat(images.confusion().onlyLeft(ImageOutcome.CRITICAL)).isZero();
    assertThat(images.confusion().total()).isEqualTo(60);
  }
}
