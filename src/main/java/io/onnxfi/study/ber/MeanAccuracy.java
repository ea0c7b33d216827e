package io.onnxfi.study.ber;

import io.onnxfi.run.Accuracy;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.BoundedMean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The mean top-1 accuracy under errors at one rate, with a 95 % interval.
 *
 * <p>How often a repetition has any error at all is known exactly: P = 1 - (1 - rate)^bits. So the
 * mean is (1 - P) times the accuracy without errors and P times the mean of repetitions that have
 * errors, and only this last factor is estimated, by {@link BoundedMean} over those: most of them
 * may have lost nothing, and one in thirty everything. Errors are taken to leave no accuracy above
 * that without errors, or the best that was seen.
 *
 * @param estimate of the mean, 0 to 1: as above, or without errors where no repetition has any
 * @param mean over the repetitions as they are, 0 to 1
 * @param low end of the interval
 * @param high end of the interval
 * @param repetitions how many there are
 * @param hits those with at least one bit in error
 * @param expected bits in error on average
 */
record MeanAccuracy(
    double estimate,
    double mean,
    double low,
    double high,
    int repetitions,
    int hits,
    double expected) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Estimates it.
   *
   * @param clean accuracy without errors
   * @param bits that may be in error
   */
  static MeanAccuracy of(RateResult result, String backend, Accuracy clean, long bits) {
    double some = -Math.expm1(bits * Math.log1p(-result.rate()));
    double[] hits =
        result.repetitions().stream()
            .filter(one -> one.flipped() > 0)
            .mapToDouble(one -> one.accuracies().get(backend).top1())
            .toArray();
    double best = Math.max(clean.top1(), Arrays.stream(hits).max().orElse(0));
    Interval underErrors = BoundedMean.of(hits, 0, best, CONFIDENCE);
    double without = (1 - some) * clean.top1();
    return new MeanAccuracy(
        without + some * Arrays.stream(hits).average().orElse(clean.top1()),
        result.meanTop1(backend),
        without + some * underErrors.low(),
        without + some * underErrors.high(),
        result.repetitions().size(),
        hits.length,
        bits * result.rate());
  }

  /** Half of the interval. */
  double halfWidth() {
    return (high - low) / 2;
  }

  /**
   * What a mean says where a repetition has less than one error on average; nothing elsewhere.
   *
   * @param rate as it is written
   */
  Optional<String> rarity(String rate) {
    return expected >= 1
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "at %s, %.2g bits are flipped on average: %,d of %,d repetitions flipped none, and"
                    + " the mean rests on %s",
                rate,
                expected,
                repetitions - hits,
                repetitions,
                hits == 0 ? "how rare errors are alone" : "the other %,d".formatted(hits)));
  }
}
