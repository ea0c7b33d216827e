package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleSizeTest {
  private static final double RESNET20 = 17_173_504;

  /** The published ResNet20 list: its 16,627 rows are these, rounded in each layer. */
  @Test
  void shouldGiveTheSizeOfThePublishedList() {
    assertThat(SampleSize.PUBLISHED.of(RESNET20)).isEqualTo(16_625);
  }

  @Test
  void shouldGiveBackTheMarginOfItsOwnSize() {
    SampleSize size = SampleSize.PUBLISHED;
    assertThat(size.marginOf((double) size.of(RESNET20), RESNET20)).isCloseTo(0.01, within(1e-6));
    assertThat(size.marginOf(50, 50)).as("all that there are").isZero();
    assertThat(size.marginOf(1, 1e9)).as("says nothing").isEqualTo(1);
  }

  @Test
  void shouldTellTheConfidenceOfItsQuantile() {
    assertThat(SampleSize.PUBLISHED.confidence()).isCloseTo(99.012, within(1e-3));
    assertThat(new SampleSize(0.01, SampleSize.quantile(95), 0.5).confidence())
        .isCloseTo(95, within(1e-9));
  }
}
