package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.Labels;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClusterSampleTest {
  private final List<Labels> faults = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  private void add(int count, String layer, int bit, double even, double odd) {
    for (int i = 0; i < count; i++) {
      faults.add(Labels.of(TestTrials.trial(0, layer, bit)));
      values.add(i % 2 == 0 ? even : odd);
    }
  }

  private Estimate mean() {
    return new ClusterSample(faults, Strata.LAYER_BIT)
        .mean(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Two layers × 8 bits, 20 faults each; on bit 7 every second one is critical. By hand: W = 1/16,
   * s² = 20 · 0.25/19 in two strata and 0 elsewhere; each adds v = s²/20/256; the layers' means are
   * equal; df = (2v)²/(2v²/19) = 38.
   */
  @Test
  void shouldWeightStrataOfLayerAndBit() {
    for (int bit = 0; bit < 8; bit++) {
      add(20, "a", bit, bit == 7 ? 1 : 0, 0);
      add(20, "b", bit, bit == 7 ? 1 : 0, 0);
    }
    ClusterSample sample = new ClusterSample(faults, Strata.LAYER_BIT);
    assertThat(sample.strata()).isEqualTo(16);
    assertThat(sample.layers()).isEqualTo(2);
    Estimate mean = mean();
    assertThat(mean.value()).isEqualTo(0.0625, within(1e-12));
    assertThat(mean.standardError())
        .isEqualTo(Math.sqrt(2 * 20 * 0.25 / 19 / 20 / 256), within(1e-12));
    assertThat(mean.degreesOfFreedom()).isEqualTo(38, within(1e-9));
  }

  /** Bit 7 came 60 times where the others came 40; its share of all faults is an eighth. */
  @Test
  void shouldCorrectWhatTheDrawHappenedToGive() {
    for (int bit = 0; bit < 8; bit++) {
      add(bit == 7 ? 60 : 40, "a", bit, bit == 7 ? 1 : 0, bit == 7 ? 1 : 0);
    }
    assertThat(mean().value()).isEqualTo(1.0 / 8, within(1e-12));
    assertThat(values.stream().mapToDouble(v -> v).average()).hasValue(60.0 / 340);
  }

  /**
   * Layers a and b have shares of 1/4 and 3/4 of the list, and means of 1 and 0. No stratum varies,
   * so what is left is the variance of the shares, ¼ · ¾ / n, with one degree of freedom.
   */
  @Test
  void shouldCountTheSharesOfLayersAsEstimated() {
    for (int bit = 0; bit < 8; bit++) {
      add(20, "a", bit, 1, 1);
      add(60, "b", bit, 0, 0);
    }
    Estimate mean = mean();
    assertThat(mean.value()).isEqualTo(0.25, within(1e-12));
    assertThat(mean.standardError()).isEqualTo(Math.sqrt(0.25 * 0.75 / 640), within(1e-12));
    assertThat(mean.degreesOfFreedom()).isEqualTo(1, within(1e-9));
  }

  @Test
  void shouldWeighFaultsTheSameIfBitsWereNotDrawnEvenly() {
    add(200, "a", 30, 1, 0);
    assertThat(new ClusterSample(faults, Strata.LAYER_BIT).strata()).isEqualTo(1);
    assertThat(mean()).isEqualTo(Estimate.ofMean(values.stream().mapToDouble(v -> v).toArray()));
  }

  @Test
  void shouldWeighFaultsTheSameIfThereAreFew() {
    for (int bit = 0; bit < 32; bit++) {
      add(4, "a", bit, 0.5, 0.25);
    }
    assertThat(new ClusterSample(faults, Strata.LAYER_BIT).strata()).isEqualTo(1);
    add(1, "a", 0, 0.5, 0.25);
    assertThatThrownBy(() -> new ClusterSample(faults, Strata.LAYER_BIT).mean(0.5))
        .hasMessage("1 values for 129 faults");
  }

  /** However the draw falls, weights sum to 1, strata are full, and a constant is found exactly. */
  @Property(tries = 100)
  void shouldCoverThePopulationWithFullStrata(
      @ForAll @IntRange(min = 160, max = 3000) int count,
      @ForAll @IntRange(min = 1, max = 30) int layers,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Labels> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The later the layer, the larger, as in most networks.
      String layer = "layer" + (int) (layers * Math.sqrt(random.nextDouble()));
      drawn.add(Labels.of(TestTrials.trial(0, layer, random.nextInt(32))));
    }
    PostStrata strata = PostStrata.of(drawn, Strata.LAYER_BIT);
    int[] sizes = new int[strata.count()];
    for (int i = 0; i < count; i++) {
      sizes[strata.ofFault(i)]++;
    }
    double weights = 0;
    for (int stratum = 0; stratum < sizes.length; stratum++) {
      assertThat(sizes[stratum]).isGreaterThanOrEqualTo(PostStrata.LEAST);
      weights += strata.weight(stratum);
    }
    assertThat(weights).isEqualTo(1, within(1e-9)); // a sum of up to 960 rounded shares
    double[] constant = new double[count];
    Arrays.fill(constant, 0.125);
    assertThat(new ClusterSample(drawn, Strata.LAYER_BIT).mean(constant).value())
        .isEqualTo(0.125, within(1e-9));
  }
}
