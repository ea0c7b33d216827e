package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The judge against a slow one that is written as the definitions read. */
class JudgePropertiesTest {
  /** Few values, so that ties, equal outputs and non-finite ones are frequent. */
  private static final float[] VALUES = {
    -1,
    -0f,
    0f,
    1,
    2,
    2.5f,
    Float.MAX_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  @Property(seed = "1", tries = 2000)
  void shouldAgreeWithTheDefinitions(
      @ForAll @IntRange(min = 1, max = 8) int images,
      @ForAll @IntRange(min = 1, max = 8) int classes,
      @ForAll NanRule rule,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] golden = scores(random, images * classes);
    float[] faulty = golden.clone();
    IntStream.range(0, faulty.length)
        .filter(i -> random.nextInt(4) == 0)
        .forEach(i -> faulty[i] = VALUES[random.nextInt(VALUES.length)]);
    int[] labels = random.ints(images, 0, classes).toArray();
    GoldenOutputs outputs = new GoldenOutputs(classes, labels);
    outputs.put(0, golden);
    byte[] outcomes = new byte[images];

    OutcomeCounts counts = outputs.judge(0, faulty, rule, outcomes);

    OutcomeCounts expected = OutcomeCounts.NONE;
    for (int i = 0; i < images; i++) {
      List<Float> before = row(golden, i, classes);
      List<Float> after = row(faulty, i, classes);
      ImageOutcome outcome = outcome(before, after, rule);
      assertThat(ImageOutcome.of(outcomes[i])).isEqualTo(outcome);
      expected = expected.plus(count(before, after, outcome, labels[i]));
    }
    assertThat(counts).isEqualTo(expected);
  }

  /** Batches are judged apart and added up. */
  @Property(seed = "1", tries = 200)
  void shouldNotDependOnHowImagesAreBatched(
      @ForAll @IntRange(min = 2, max = 9) int images,
      @ForAll @IntRange(min = 0, max = 9) int cut,
      @ForAll long seed) {
    Random random = new Random(seed);
    int classes = 6;
    int first = Math.min(cut, images);
    GoldenOutputs outputs = new GoldenOutputs(classes, new int[images]);
    outputs.put(0, scores(random, images * classes));
    float[] faulty = scores(random, images * classes);
    byte[] whole = new byte[images];
    byte[] parts = new byte[images];

    OutcomeCounts together = outputs.judge(0, faulty, NanRule.NUMPY, whole);
    OutcomeCounts apart =
        outputs
            .judge(0, Arrays.copyOfRange(faulty, 0, first * classes), NanRule.NUMPY, parts)
            .plus(
                outputs.judge(
                    first,
                    Arrays.copyOfRange(faulty, first * classes, faulty.length),
                    NanRule.NUMPY,
                    parts));

    assertThat(apart).isEqualTo(together);
    assertThat(parts).isEqualTo(whole);
  }

  private static ImageOutcome outcome(List<Float> golden, List<Float> faulty, NanRule rule) {
    if (rule == NanRule.DUE && !faulty.stream().allMatch(Float::isFinite)) {
      return ImageOutcome.NON_FINITE;
    }
    boolean masked =
        IntStream.range(0, golden.size())
            .allMatch(c -> golden.get(c).floatValue() == faulty.get(c).floatValue());
    if (masked) {
      return ImageOutcome.MASKED;
    }
    return ranking(golden).get(0).equals(ranking(faulty).get(0))
        ? ImageOutcome.NON_CRITICAL
        : ImageOutcome.CRITICAL;
  }

  private static OutcomeCounts count(
      List<Float> golden, List<Float> faulty, ImageOutcome outcome, int label) {
    List<Integer> topFive = ranking(faulty).subList(0, Math.min(5, faulty.size()));
    double largest =
        IntStream.range(0, golden.size())
            .mapToDouble(c -> faulty.get(c) - golden.get(c))
            .map(Math::abs)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return new OutcomeCounts(
        1,
        outcome == ImageOutcome.MASKED ? 1 : 0,
        outcome == ImageOutcome.NON_CRITICAL ? 1 : 0,
        outcome == ImageOutcome.CRITICAL ? 1 : 0,
        faulty.stream().allMatch(Float::isFinite) ? 0 : 1,
        topFive.contains(ranking(golden).get(0)) ? 0 : 1,
        ranking(faulty).get(0) == label ? 1 : 0,
        (float) largest);
  }

  /** Classes from the best to the worst: NaN above all, −0 equal to 0, equals in order. */
  private static List<Integer> ranking(List<Float> scores) {
    // Double.compare puts NaN last of all; adding 0 makes −0 a 0; the sort is stable.
    Comparator<Integer> ascending = Comparator.comparingDouble(c -> scores.get(c) + 0.0);
    return IntStream.range(0, scores.size()).boxed().sorted(ascending.reversed()).toList();
  }

  private static float[] scores(Random random, int count) {
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = VALUES[random.nextInt(VALUES.length)];
    }
    return scores;
  }

  private static List<Float> row(float[] scores, int image, int classes) {
    return IntStream.range(image * classes, (image + 1) * classes)
        .mapToObj(i -> scores[i])
        .toList();
  }
}
