package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.RowSelection;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.sampling.ClusterSample;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Strata;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The published ResNet20 list: as a sample, and as a population to sample from. */
class PublishedSampleTest {
  private static final int BITS = 32;
  private static final int SAMPLES = Effort.of(400, 2000);
  private static final int DRAWN = 1000;

  private static List<Difference> published() {
    Outcomes list =
        Outcomes.read(PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20_FL.csv"));
    return Comparison.of(list, list).faults();
  }

  private static double rate(Difference fault) {
    return (double) fault.left().critical() / fault.left().images();
  }

  private static Equivalence equivalence(List<Difference> faults) {
    return Equivalence.of(
        new Comparison(faults, 0, 0, SampleKind.IMAGE), Margin.DEFAULT, Strata.LAYER_BIT);
  }

  @Test
  void shouldKnowTheRateOfAllFaultsBetterByWeighting() {
    List<Difference> faults = published();
    Equivalence all = equivalence(faults);
    Estimate plain =
        Estimate.ofMean(faults.stream().mapToDouble(PublishedSampleTest::rate).toArray());
    // By pandas: mean 0.012757869729957298, standard error 0.000810786.
    assertThat(plain.value()).isEqualTo(0.012757869729957298, within(1e-12));
    assertThat(plain.standardError()).isEqualTo(0.000810786, within(1e-9));
    // By pandas: the walk over layers and bits, the weights and the variance written out again.
    assertThat(all.strata()).isEqualTo(327);
    assertThat(all.left().rate()).isEqualTo(0.012753003179443256, within(1e-12));
    Estimate weighted =
        new ClusterSample(faults.stream().map(Difference::labels).toList(), Strata.LAYER_BIT)
            .mean(faults.stream().mapToDouble(PublishedSampleTest::rate).toArray());
    assertThat(weighted.standardError()).isEqualTo(0.0006089849358527727, within(1e-12));
    assertThat(weighted.degreesOfFreedom()).isEqualTo(497.1210758005065, within(1e-6));
    assertThat(all.left().covers(plain.value())).isTrue();
    assertThat(all.decision()).isEqualTo(Decision.EQUIVALENT);
  }

  /**
   * Draws rows as {@code replay --sample} does. The list stands for all faults, each bit's rows
   * repeated at random until all bits have as many.
   */
  @Test
  void shouldCoverTheRateOfTheListFromAThousandOfItsRows() {
    List<Difference> faults = evened(published());
    double truth = faults.stream().mapToDouble(PublishedSampleTest::rate).average().orElseThrow();
    int[] rows = IntStream.range(0, faults.size()).toArray();
    int held = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      int[] drawn = RowSelection.sample(rows, DRAWN, seed);
      EstimatedRate rate = equivalence(IntStream.of(drawn).mapToObj(faults::get).toList()).left();
      held += rate.covers(truth) ? 1 : 0;
    }
    // 95 % give or take 1 % by chance; a little more, as 1,000 are an eighteenth of the list.
    double slack = Effort.isLong() ? 0 : 0.01;
    assertThat((double) held / SAMPLES).isBetween(0.93 - slack, 0.97 + slack);
  }

  private static List<Difference> evened(List<Difference> faults) {
    Map<Integer, List<Difference>> byBit =
        faults.stream().collect(Collectors.groupingBy(fault -> fault.trial().bit().orElseThrow()));
    int most = byBit.values().stream().mapToInt(List::size).max().orElseThrow();
    Random random = new Random(1);
    List<Difference> even = new ArrayList<>();
    for (int bit = 0; bit < BITS; bit++) {
      List<Difference> own = byBit.get(bit);
      even.addAll(own);
      for (int i = own.size(); i < most; i++) {
        even.add(own.get(random.nextInt(own.size())));
      }
    }
    return even;
  }
}
