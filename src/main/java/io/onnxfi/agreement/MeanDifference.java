package io.onnxfi.agreement;

import io.onnxfi.sampling.Interval;
import java.util.function.IntToDoubleFunction;

/**
 * The mean difference over all faults of a model, where few faults of the sample differ, and rare
 * ones that differ may have been missed.
 *
 * <p>A fault that differs is a rare event with a size. Gains and losses are apart, as one kind may
 * be rarer than the other; each has the limits of {@link RareEvents}, with an event missed that
 * differs on all images and has the mean weight (Tiwari, Clegg and Zou, Efficient interval
 * estimation for age-adjusted cancer rates, Statistical Methods in Medical Research 15, 2006). The
 * limits of their difference follow from these (Zou and Donner, Construction of confidence limits
 * about effect measures: a general approach, Statistics in Medicine 27, 2008). If nothing differs,
 * that is the rule of three: 3/n, one-sided at 95 %.
 *
 * <p>In simulated campaigns the 95 % interval holds the truth in 98 to 100 %, whether the sample
 * has none, one or hundreds of the faults that differ much; Student's in 52 % if it has about one.
 *
 * @param gained the faults with more on the second side
 * @param lost those with less
 * @param faults size of the sample, n; one fault weighs 1/n on average
 */
public record MeanDifference(RareEvents gained, RareEvents lost, double faults) {
  /**
   * The mean of differences.
   *
   * @param weight of a fault in the sample; all add up to 1
   * @param values one per fault, −1 to 1
   */
  static MeanDifference of(IntToDoubleFunction weight, double... values) {
    RareEvents gained = RareEvents.NONE;
    RareEvents lost = RareEvents.NONE;
    for (int fault = 0; fault < values.length; fault++) {
      double part = weight.applyAsDouble(fault) * values[fault];
      if (part > 0) {
        gained = gained.plus(part);
      } else {
        lost = lost.plus(-part);
      }
    }
    return new MeanDifference(gained, lost, values.length);
  }

  /** The estimate, −1 to 1. */
  public double value() {
    return gained.sum() - lost.sum();
  }

  /** What a larger or smaller sample with the same shares of all kinds of faults would give. */
  MeanDifference withFaults(double number) {
    double times = number / faults;
    return new MeanDifference(gained.among(times), lost.among(times), number);
  }

  /**
   * The interval, faults that the sample misses included.
   *
   * @param confidence above 0 and below 1, as 0.95
   */
  public Interval interval(double confidence) {
    double tail = (1 - confidence) / 2;
    double missed = 1 / faults;
    double down = Math.hypot(gained.sum() - gained.low(tail), lost.high(missed, tail) - lost.sum());
    double up = Math.hypot(gained.high(missed, tail) - gained.sum(), lost.sum() - lost.low(tail));
    return new Interval(value() - down, value() + up).clamped(-1, 1);
  }
}
