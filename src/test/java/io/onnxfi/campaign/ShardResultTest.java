package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardResultTest {
  private static final int IMAGES = 12;
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final OnnxModel MODEL = Graphs.tinyCnn(1);
  private static final Campaign CAMPAIGN =
      new Campaign(
          MODEL,
          Injections.of(
              IntStream.range(0, 3)
                  .mapToObj(
                      i -> Injector.edit(MODEL, PlacedFault.ofBit("linear.bias", i, 3, flip())))
                  .toList()),
          DATA.generate(Split.TEST, IMAGES),
          DATA.normalization(),
          4,
          NanRule.NUMPY);

  private static FaultModel flip() {
    return new BitFlip();
  }

  /** Images with odd places are critical, the others masked. */
  private static FaultTally tally(int fault, int from, int to) {
    byte[] places = new byte[IMAGES];
    int critical = 0;
    for (int place = from; place < to; place++) {
      if (place % 2 == 1) {
        places[place] = ImageOutcome.CRITICAL.code();
        critical++;
      }
    }
    int images = to - from;
    OutcomeCounts counts =
        new OutcomeCounts(images, images - critical, 0, critical, 0, 0, images, 0.5f * from);
    return FaultTally.of(CAMPAIGN, new Shard(List.of(fault), from, to), fault, counts, places);
  }

  private static FaultTally crash(int fault, int from, int to) {
    return FaultTally.crashed(CAMPAIGN, new Shard(List.of(fault), from, to), fault);
  }

  private static ShardResult result(FaultTally... tallies) {
    return new ShardResult(List.of(tallies), Effort.NONE);
  }

  @Test
  void shouldJoinNeighboursInWhateverOrderTheyCome() {
    ShardResult left = result(tally(1, 0, 4), tally(2, 0, 4));
    ShardResult middle = result(tally(1, 4, 8));
    ShardResult right = result(tally(1, 8, 12), tally(2, 4, 12));

    ShardResult sum = left.plus(middle).plus(right);

    assertThat(sum)
        .isEqualTo(right.plus(left).plus(middle))
        .isEqualTo(middle.plus(right.plus(left)));
    assertThat(sum.tallies()).hasSize(2);
    FaultOutcome outcome = sum.outcomes(CAMPAIGN).get(0);
    assertThat(outcome.position()).isEqualTo(1);
    assertThat(outcome.counts()).isEqualTo(new OutcomeCounts(IMAGES, 6, 0, 6, 0, 0, IMAGES, 4));
    assertThat(outcome.images()).containsExactly(0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2);
  }

  @Test
  void shouldCountAFaultAsACrashIfAnyShardCrashed() {
    ShardResult crashed = result(crash(0, 4, 8));

    ShardResult sum = result(tally(0, 8, 12)).plus(crashed).plus(result(tally(0, 0, 4)));

    assertThat(sum).isEqualTo(result(tally(0, 0, 4), crash(0, 4, 8), tally(0, 8, 12)));
    FaultOutcome outcome = sum.outcomes(CAMPAIGN).get(0);
    assertThat(outcome.counts()).isEqualTo(OutcomeCounts.crashed(IMAGES));
    assertThat(outcome.images()).hasSize(IMAGES).containsOnly(ImageOutcome.CRASHED.code());
  }

  @Test
  void shouldRefuseAFaultTwiceOnAnImage() {
    ShardResult half = result(tally(0, 0, 8));

    assertThatThrownBy(() -> half.plus(result(tally(0, 4, 12))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fault 0 on images 0 to 8")
        .hasMessageContaining("again fault 0 on images 4 to 12");
  }

  @Test
  void shouldGiveNoOutcomeOfAFaultWhoseImagesAreMissing() {
    ShardResult gap = result(tally(0, 0, 4), tally(0, 8, 12));

    assertThat(gap.tallies()).hasSize(2);
    assertThatThrownBy(() -> gap.outcomes(CAMPAIGN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not all of 12 images");
  }

  @Test
  void shouldRefuseAShardWithoutImagesOrWithAFaultTwice() {
    assertThatThrownBy(() -> new Shard(List.of(0), 4, 4)).hasMessageContaining("images 4 to 4");
    assertThatThrownBy(() -> new Shard(List.of(0, 1, 0), 0, 4))
        .hasMessageContaining("a fault twice");
  }
}
