package io.onnxfi.agreement;

import io.onnxfi.testing.TestTrials;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Campaigns in two frameworks whose true critical rates are known.
 *
 * <p>Modelled on the published ResNet20 list: bits below 20 never matter, the exponent's top bit
 * makes nearly all critical outcomes and makes them on 90 % of a fault's images or hardly any (40 %
 * of its faults there), the others some per mille; so images cluster within faults. Layers differ
 * in size and in how critical they are. The second framework differs in two ways: rounding moves
 * single images over the boundary, and some faults of the top bit, critical in the first framework,
 * are harmless in the second, as where one of them drops a NaN.
 *
 * @param rounding chance of an image to be judged otherwise, where a fault has any effect
 * @param dropped share of the top bit's critical faults that the second framework does not show
 */
record SimulatedCampaign(double rounding, double dropped) {
  static final int IMAGES = 100;
  private static final int BITS = 32;
  private static final int TOP = 30;
  private static final int HARMLESS = 20;
  private static final double CRITICAL = 0.9;
  private static final double RARE = 0.002;
  private static final List<String> LAYERS = List.of("conv1", "layer1", "layer2", "layer3", "fc");
  private static final List<Double> SIZES = List.of(0.02, 0.08, 0.20, 0.30, 0.40);

  /** By layer: share of the top bit's faults that are critical. */
  private static final List<Double> TOP_CRITICAL = List.of(0.7, 0.6, 0.5, 0.45, 0.4);

  /** The rate of the first framework over all faults. */
  double truth() {
    return topCritical() * CRITICAL / BITS + rareShare() * RARE;
  }

  /** The rate of the second framework minus that of the first. */
  double difference() {
    double kept = 1 - dropped;
    double flips = topCritical() * kept / BITS * (1 - 2 * CRITICAL) + rareShare() * (1 - 2 * RARE);
    return -topCritical() * dropped * CRITICAL / BITS + rounding * flips;
  }

  private static double topCritical() {
    return IntStream.range(0, SIZES.size())
        .mapToDouble(layer -> SIZES.get(layer) * TOP_CRITICAL.get(layer))
        .sum();
  }

  /** Share of the faults that are critical on hardly any image. */
  private static double rareShare() {
    return (BITS - HARMLESS - 1.0) / BITS + (1 - topCritical()) / BITS;
  }

  /** A simple random sample of so many faults. */
  Comparison draw(int faults, RandomGenerator random) {
    return new Comparison(
        IntStream.range(0, faults).mapToObj(i -> fault(i, random)).toList(),
        0,
        0,
        SampleKind.IMAGE);
  }

  private Difference fault(int number, RandomGenerator random) {
    int layer = layer(random.nextDouble());
    int bit = random.nextInt(BITS);
    boolean critical = bit == TOP && random.nextDouble() < TOP_CRITICAL.get(layer);
    int left = 0;
    int right = 0;
    if (bit >= HARMLESS) {
      left = binomial(IMAGES, critical ? CRITICAL : RARE, random);
      boolean drops = critical && random.nextDouble() < dropped;
      right = drops ? 0 : left + rounded(left, random);
    }
    String name = LAYERS.get(layer);
    return new Difference(
        TestTrials.outcome(number, name, bit, IMAGES, left),
        TestTrials.outcome(number, name, bit, IMAGES, right));
  }

  private static int layer(double place) {
    double rest = place;
    int layer = 0;
    while (layer < SIZES.size() - 1 && rest >= SIZES.get(layer)) {
      rest -= SIZES.get(layer++);
    }
    return layer;
  }

  /** What rounding adds to the critical images: each image is judged otherwise with one chance. */
  private int rounded(int critical, RandomGenerator random) {
    return binomial(IMAGES - critical, rounding, random) - binomial(critical, rounding, random);
  }

  /** Successes among trials; walks from success to success, or from failure to failure. */
  private static int binomial(int trials, double chance, RandomGenerator random) {
    if (chance > 0.5) {
      return trials - binomial(trials, 1 - chance, random);
    }
    if (chance == 0) {
      return 0;
    }
    double log = Math.log1p(-chance);
    int successes = -1;
    double place = -1;
    do {
      successes++;
      place += 1 + Math.floor(Math.log(1 - random.nextDouble()) / log);
    } while (place < trials);
    return successes;
  }
}
