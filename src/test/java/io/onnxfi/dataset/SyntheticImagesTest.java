package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticImagesTest {
  private static final DataRoot NOWHERE = new DataRoot(Path.of("nowhere"));
  private static final int PIXELS = 3 * 16 * 16;

  private final SyntheticImages dataset = new SyntheticImages();

  /** Recorded from the first run: a model trained on these images stays comparable. */
  @Test
  void shouldGiveTheSameBytesEverywhere() {
    assertThat(dataset.load(NOWHERE, Split.TRAIN).sha256())
        .isEqualTo("7b40d8898d50f6f60ecc3f00270fe6ee5fc82c22e5045e5169434018825a4bd9");
    assertThat(dataset.load(NOWHERE, Split.TEST).sha256())
        .isEqualTo("90cc539a181f0110b7bc50a2bab53e5a28f5ce564c754e65a75d3472f3900b3a");
  }

  @Test
  void shouldBeginWithTheSameImagesHoweverManyAreAskedFor() {
    LabelledImages few = dataset.generate(Split.TEST, 20);
    LabelledImages more = dataset.generate(Split.TEST, 50);

    assertThat(floats(few)).isEqualTo(floats(more.first(20)));
    assertThat(few.labels()).isEqualTo(IntStream.range(0, 20).map(i -> i % 10).toArray());
  }

  @Test
  void shouldDifferBySplitAndSeed() {
    String train = dataset.generate(Split.TRAIN, 20).sha256();

    assertThat(dataset.generate(Split.TEST, 20).sha256()).isNotEqualTo(train);
    assertThat(new SyntheticImages(2).generate(Split.TRAIN, 20).sha256()).isNotEqualTo(train);
  }

  @Test
  void shouldNormaliseToZeroMeanAndUnitDeviation() {
    float[] values = floats(dataset.load(NOWHERE, Split.TRAIN));
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / values.length;

    // The constants have three digits: 0.0005 / 0.197 = 0.0025.
    assertThat(mean).isBetween(-0.005, 0.005);
    assertThat(Math.sqrt(squares / values.length - mean * mean)).isBetween(0.99, 1.01);
  }

  /** Nearest class mean: chance is 10 %, and what it finds needs no convolution. */
  @Test
  void shouldNotBeTrivial() {
    LabelledImages train = dataset.load(NOWHERE, Split.TRAIN);
    float[] pixels = floats(train);
    double[][] means = new double[10][PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      means[train.label(i / PIXELS)][i % PIXELS] += pixels[i] * 10 / (double) train.size();
    }
    LabelledImages test = dataset.load(NOWHERE, Split.TEST);
    float[] unseen = floats(test);

    long correct =
        IntStream.range(0, test.size())
            .filter(image -> nearest(means, unseen, image * PIXELS) == test.label(image))
            .count();

    assertThat(correct).isLessThan(300);
  }

  private static int nearest(double[][] means, float[] pixels, int at) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int label = 0; label < means.length; label++) {
      double distance = 0;
      for (int i = 0; i < PIXELS; i++) {
        double difference = means[label][i] - pixels[at + i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = label;
      }
    }
    return best;
  }

  private float[] floats(LabelledImages images) {
    return images.batch(dataset.normalization(), 0, images.size()).toFloatArray();
  }
}
