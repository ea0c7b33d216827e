package io.onnxfi.study.noise;

import io.onnxfi.run.Accuracy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * A network under more and more noise.
 *
 * @param network which
 * @param levels ascending in their noise; the first is without
 */
public record NetworkSweep(NetworkKey network, List<Level> levels) {
  /** Copies. */
  public NetworkSweep {
    levels = List.copyOf(levels);
  }

  /**
   * The same noise, some samples of it.
   *
   * @param alpha as a multiple of each tensor's standard deviation
   * @param samples accuracy by framework, of every sample; one without noise
   */
  public record Level(double alpha, List<Map<String, Accuracy>> samples) {
    /** Copies. */
    public Level {
      samples = samples.stream().map(Map::copyOf).toList();
    }

    /** The share of images that is right, 0 to 1, of every sample. */
    public double[] accuracies(String backend) {
      return samples.stream().mapToDouble(sample -> sample.get(backend).top1()).toArray();
    }

    /** The mean share of images that is right. */
    public double accuracy(String backend) {
      return Mean.of(accuracies(backend)).getAsDouble();
    }

    /** The mean cross entropy; NaN if a sample has none. */
    public double loss(String backend) {
      return Mean.of(samples.stream().mapToDouble(sample -> sample.get(backend).loss()).toArray())
          .getAsDouble();
    }

    /** Images of all samples with an output that is not finite, or for which it gave up. */
    public long nonFinite(String backend) {
      return samples.stream()
          .mapToLong(sample -> sample.get(backend).nonFinite() + sample.get(backend).crashed())
          .sum();
    }
  }

  /** The level of a noise, if it was measured. */
  public Optional<Level> at(double alpha) {
    return levels.stream().filter(level -> level.alpha() == alpha).findFirst();
  }

  /** The share of images that is right without noise. */
  public double clean(String backend) {
    return at(0).orElseThrow().accuracy(backend);
  }

  /** By how much that share falls at a noise, on average over its samples. */
  public Optional<Double> drop(String backend, double alpha) {
    return at(alpha).map(level -> clean(backend) - level.accuracy(backend));
  }
}
