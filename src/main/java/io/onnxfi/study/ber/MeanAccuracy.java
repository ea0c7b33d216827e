package io.onnxfi.study.ber;

import io.onnxfi.run.Accuracy;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.BoundedMean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean top-1 accuracy under errors at one rate, with a 95 % interval.
 *
 * <p>How often a repetition has any error at all is known exactly: P = 1 - (1 - rate)^bits. So the
 * mean is (1 - P) times the accuracy without errors and P times the mean of repetitions that have
 * errors, and only this last factor is estimated, by {@link BoundedMean} over those: most of them
 * may have lost nothing, and one in thirty everything. Errors are taken to leave no accuracy above
 * that without errors, or the best that was seen.
 *
 * <p>Where there are errors at all, there are more of them at a higher rate. More errors are taken
 * to do no good on average: so what repetitions with errors keep at least at one rate, they keep at
 * every lower one, where there are fewer of them to tell; and what they keep at most, at every
 * higher one.
 *
 * @param estimate of the mean, 0 to 1: as above, or without errors where no repetition has any;
 *     within the interval
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
   * Estimates it at some rates.
   *
   * @param rates ascending
   * @param clean accuracy without errors
   * @param bits that may be in error
   */
  static List<MeanAccuracy> of(List<RateResult> rates, String backend, Accuracy clean, long bits) {
    List<double[]> all = rates.stream().map(rate -> underErrors(rate, backend)).toList();
    double[] low = new double[rates.size()];
    double[] high = new double[rates.size()];
    for (int i = 0; i < low.length; i++) {
      double best = Math.max(clean.top1(), Arrays.stream(all.get(i)).max().orElse(0));
      Interval own = BoundedMean.of(all.get(i), 0, best, CONFIDENCE);
      low[i] = own.low();
      high[i] = i == 0 ? own.high() : Math.min(own.high(), high[i - 1]);
    }
    for (int i = low.length - 2; i >= 0; i--) {
      low[i] = Math.max(low[i], low[i + 1]);
    }
    return IntStream.range(0, low.length)
        .mapToObj(
            i -> {
              // Ends of different rates cross if accuracy rises with errors against expectation.
              Interval kept = new Interval(Math.min(low[i], high[i]), Math.max(low[i], high[i]));
              return of(rates.get(i), backend, clean, bits, all.get(i), kept);
            })
        .toList();
  }

  private static double[] underErrors(RateResult rate, String backend) {
    return rate.repetitions().stream()
        .filter(one -> one.flipped() > 0)
        .mapToDouble(one -> one.accuracies().get(backend).top1())
        .toArray();
  }

  private static MeanAccuracy of(
      RateResult rate, String backend, Accuracy clean, long bits, double[] hits, Interval kept) {
    double some = -Math.expm1(bits * Math.log1p(-rate.rate()));
    double without = (1 - some) * clean.top1();
    double mean = Arrays.stream(hits).average().orElse(clean.top1());
    return new MeanAccuracy(
        without + some * Math.max(kept.low(), Math.min(kept.high(), mean)),
        rate.meanTop1(backend),
        without + some * kept.low(),
        without + some * kept.high(),
        rate.repetitions().size(),
        hits.length,
        bits * rate.rate());
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
