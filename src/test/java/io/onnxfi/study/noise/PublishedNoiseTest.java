package io.onnxfi.study.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedNoiseTest {
  @Test
  void shouldHaveEveryNetworkOnce() {
    assertThat(PublishedNoise.rows()).hasSize(42);
    assertThat(PublishedNoise.rows())
        .extracting(PublishedNoise.Row::network)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldFindThoseTrainedAlike() {
    NetworkKey cnn = new NetworkKey("cnn", Regime.NOISY, 9, "cifar10", 0.5);
    assertThat(PublishedNoise.like(cnn))
        .extracting(PublishedNoise.Row::accuracy)
        .containsExactly(.6011, .6086, .5997);
    assertThat(PublishedNoise.like(cnn))
        .extracting(PublishedNoise.Row::drop)
        .containsExactly(.00196, .00118, .003);
    assertThat(PublishedNoise.like(new NetworkKey("cnn", Regime.NOISY, 0, "cifar10", 0.2)))
        .isEmpty();
  }
}
