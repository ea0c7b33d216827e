package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelCountsTest {
  private static final int CLASSES = 7;
  private static final int IMAGES = 40;

  /** Against sorting, and the textbook's softmax. */
  @Test
  void shouldCountWhatSortingAndSoftmaxGive() {
    float[] scores = scores(1);
    int[] labels = labels();
    GoldenOutputs outputs = new GoldenOutputs(CLASSES, true, labels);
    outputs.put(0, scores);

    LabelCounts counts = outputs.unchanged(0, IMAGES, NanRule.NUMPY, new byte[IMAGES]).labels();

    assertThat(counts.top1()).isEqualTo(among(1, scores, labels)).isPositive();
    assertThat(counts.top5()).isEqualTo(among(5, scores, labels)).isGreaterThan(counts.top1());
    assertThat(counts.totalLoss()).isCloseTo(loss(scores, labels), within(1e-4));
  }

  @Test
  void shouldCountFaultyOutputsAsIfTheyWereTheOnlyOnes() {
    int[] labels = labels();
    GoldenOutputs golden = new GoldenOutputs(CLASSES, true, labels);
    golden.put(0, scores(1));
    GoldenOutputs others = new GoldenOutputs(CLASSES, true, labels);
    others.put(0, scores(2));

    LabelCounts judged = golden.judge(0, scores(2), NanRule.NUMPY, new byte[IMAGES]).labels();

    assertThat(judged)
        .isEqualTo(others.unchanged(0, IMAGES, NanRule.NUMPY, new byte[IMAGES]).labels());
  }

  @Test
  void shouldLeaveOutImagesWhoseOutputsAreNotFinite() {
    GoldenOutputs golden = new GoldenOutputs(3, true, 0, 1);
    golden.put(0, 3, 1, 1, 0, 9, 0);

    OutcomeCounts counts =
        golden.judge(
            0,
            new float[] {Float.NaN, 1, 1, 0, Float.POSITIVE_INFINITY, 0},
            NanRule.NUMPY,
            new byte[2]);

    assertThat(counts.labels()).isEqualTo(LabelCounts.NONE);
    assertThat(counts.nonFinite()).isEqualTo(2);
    assertThat(counts.correct()).isEqualTo(2); // by NumPy's argmax
  }

  /** Logits may be as large as floats: the loss is bounded so that sums hold any data set. */
  @Test
  void shouldBoundTheLossOfOneImage() {
    GoldenOutputs golden = new GoldenOutputs(2, true, 0);
    golden.put(0, -Float.MAX_VALUE, Float.MAX_VALUE);

    LabelCounts counts = golden.unchanged(0, 1, NanRule.NUMPY, new byte[1]).labels();

    assertThat(counts.totalLoss()).isEqualTo(0x1p20);
  }

  @Test
  void shouldCountNothingUnlessAsked() {
    GoldenOutputs golden = new GoldenOutputs(CLASSES, labels());
    golden.put(0, scores(1));

    assertThat(golden.judge(0, scores(2), NanRule.NUMPY, new byte[IMAGES]).labels())
        .isEqualTo(LabelCounts.NONE);
  }

  private static float[] scores(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[IMAGES * CLASSES];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(-6, 7); // with ties
    }
    return scores;
  }

  private static int[] labels() {
    return IntStream.range(0, IMAGES).map(image -> image % CLASSES).toArray();
  }

  private static long among(int first, float[] scores, int[] labels) {
    return IntStream.range(0, IMAGES)
        .filter(
            image ->
                IntStream.range(0, CLASSES)
                        .boxed()
                        .sorted(
                            (a, b) ->
                                Float.compare(
                                    scores[image * CLASSES + b], scores[image * CLASSES + a]))
                        .toList()
                        .indexOf(labels[image])
                    < first)
        .count();
  }

  private static double loss(float[] scores, int[] labels) {
    double sum = 0;
    for (int image = 0; image < IMAGES; image++) {
      double all = 0;
      for (int c = 0; c < CLASSES; c++) {
        all += Math.exp(scores[image * CLASSES + c]);
      }
      sum -= Math.log(Math.exp(scores[image * CLASSES + labels[image]]) / all);
    }
    return sum;
  }
}
