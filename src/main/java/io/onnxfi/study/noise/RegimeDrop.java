package io.onnxfi.study.noise;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the networks of one architecture and regime stand noise of {@link NoiseSpec.Sweep#TELLING}.
 *
 * <p>A network is one observation: the mean over its samples of noise. So an interval is Student's
 * over seeds, whose spread has that of the samples in it. Of a single network the interval is over
 * its samples, and tells nothing of other networks.
 *
 * @param networks by ascending seed, all of one architecture, regime and training noise
 * @param backend the framework
 */
record RegimeDrop(List<NetworkSweep> networks, String backend) {
  static final double CONFIDENCE = 0.95;

  /** Copies. */
  RegimeDrop {
    networks = List.copyOf(networks);
  }

  NetworkKey first() {
    return networks.get(0).network();
  }

  List<Long> seeds() {
    return networks.stream().map(sweep -> sweep.network().seed()).toList();
  }

  boolean isOverSeeds() {
    return networks.size() > 1;
  }

  /** The drop of every network, 0 to 1. */
  double[] drops() {
    return networks.stream()
        .mapToDouble(sweep -> sweep.drop(backend, NoiseSpec.Sweep.TELLING).orElseThrow())
        .toArray();
  }

  /** The mean drop. */
  Estimate drop() {
    if (isOverSeeds()) {
      return Estimate.ofMean(drops());
    }
    double clean = networks.get(0).clean(backend);
    double[] noisy = networks.get(0).at(NoiseSpec.Sweep.TELLING).orElseThrow().accuracies(backend);
    return Estimate.ofMean(Arrays.stream(noisy).map(accuracy -> clean - accuracy).toArray());
  }

  Optional<Interval> interval() {
    return drop().interval(CONFIDENCE);
  }

  /** Whether it is known that noise costs accuracy, or gains it. */
  boolean isDistinguishable() {
    return interval().filter(range -> !range.contains(0)).isPresent();
  }

  /** The mean share of images that is right at a noise. */
  double accuracy(double alpha) {
    return Estimate.ofMean(accuracies(alpha)).value();
  }

  /** The share of images that is right at a noise, of every network that was tested there. */
  double[] accuracies(double alpha) {
    return networks.stream()
        .flatMap(sweep -> sweep.at(alpha).stream())
        .mapToDouble(level -> level.accuracy(backend))
        .toArray();
  }
}
