package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochEndTest {
  @Test
  void shouldSayWhatAnEpochDid() {
    Score train = new Score(1.5, 64, 128);
    assertThat(
            new EpochEnd(new EpochSummary(2, 0.1, train, Optional.empty(), Optional.empty(), 4), 30)
                .line())
        .isEqualTo("epoch 2 of 30: train loss 1.5000, accuracy 50.00 %; 32 images/s, 4 s");
    Optional<Score> other = Optional.of(new Score(2, 5, 10));
    assertThat(new EpochEnd(new EpochSummary(2, 0.1, train, other, other, 4), 30).line())
        .isEqualTo(
            "epoch 2 of 30: train loss 1.5000, accuracy 50.00 %; validation loss 2.0000, accuracy"
                + " 50.00 %; test loss 2.0000, accuracy 50.00 %; 32 images/s, 4 s");
  }
}
