package io.onnxfi.study.ber;

import io.onnxfi.outcome.LabelCounts;
import io.onnxfi.run.Accuracy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Studies of a model of which the truth is known: one bit in sixty-four is vital, and accuracy
 * falls from {@value #CLEAN} to {@value #BROKEN} with the first vital bit in error.
 */
final class Simulated {
  static final double CLEAN = 0.9;
  static final double BROKEN = 0.1;
  static final long BITS = 8_640_000;

  private static final double VITAL = BITS / 64.0;
  private static final long IMAGES = 10_000;

  /** At what rate each pattern has its first vital error, and its first error of any other kind. */
  private final double[] vital;

  private final double[] other;

  Simulated(long seed, int patterns) {
    Random random = new Random(seed);
    vital = new double[patterns];
    other = new double[patterns];
    for (int i = 0; i < patterns; i++) {
      vital[i] = -Math.log1p(-random.nextDouble()) / VITAL;
      other[i] = -Math.log1p(-random.nextDouble()) / (BITS - VITAL);
    }
  }

  /** The study's repetitions at a rate. */
  RateResult at(double rate) {
    List<Repetition> repetitions = new ArrayList<>();
    for (int i = 0; i < vital.length; i++) {
      boolean isHit = vital[i] < rate || other[i] < rate;
      repetitions.add(
          new Repetition(
              i, i, isHit ? 1 : 0, Map.of("ort", accuracy(vital[i] < rate ? BROKEN : CLEAN))));
    }
    return new RateResult(rate, repetitions);
  }

  /** What some studies say of the rates. Many say the same, which takes a while to compute. */
  static List<List<MeanAccuracy>> studies(int count, int patterns, List<Double> rates) {
    Map<List<Long>, List<MeanAccuracy>> known = new HashMap<>();
    List<List<MeanAccuracy>> studies = new ArrayList<>();
    for (int study = 0; study < count; study++) {
      Simulated simulated = new Simulated(study, patterns);
      List<RateResult> results = rates.stream().map(simulated::at).toList();
      List<Long> numbers = rates.stream().flatMap(simulated::numbers).toList();
      studies.add(
          known.computeIfAbsent(
              numbers, all -> MeanAccuracy.of(results, "ort", accuracy(CLEAN), BITS)));
    }
    return studies;
  }

  /** How many patterns have errors at a rate, and how many vital ones. */
  private Stream<Long> numbers(double rate) {
    return Stream.of(
        IntStream.range(0, vital.length).filter(i -> Math.min(vital[i], other[i]) < rate).count(),
        DoubleStream.of(vital).filter(first -> first < rate).count());
  }

  /** The mean over some patterns, each as often as it is named. */
  double mean(double rate, int[] patterns) {
    return IntStream.of(patterns).mapToDouble(i -> vital[i] < rate ? BROKEN : CLEAN).sum()
        / patterns.length;
  }

  /** The true mean accuracy at a rate. */
  static double truth(double rate) {
    return BROKEN + (CLEAN - BROKEN) * Math.exp(-VITAL * rate);
  }

  /** Some repetitions, the first of which have errors and these accuracies. */
  static RateResult at(double rate, int repetitions, double... top1UnderErrors) {
    List<Repetition> all = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      boolean isHit = i < top1UnderErrors.length;
      all.add(
          new Repetition(
              i, i, isHit ? 1 : 0, Map.of("ort", accuracy(isHit ? top1UnderErrors[i] : 0.9))));
    }
    return new RateResult(rate, all);
  }

  static Accuracy accuracy(double top1) {
    long right = Math.round(top1 * IMAGES);
    return new Accuracy(IMAGES, new LabelCounts(right, IMAGES, 0), 0, right, 0);
  }
}
