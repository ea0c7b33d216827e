package io.onnxfi.study.noise;

import io.onnxfi.outcome.LabelCounts;
import io.onnxfi.run.Accuracy;
import io.onnxfi.study.noise.NetworkSweep.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Networks with given accuracies, for tests. */
final class Sweeps {
  static final String BACKEND = "ort";
  static final long IMAGES = 10_000;

  private Sweeps() {}

  /**
   * A network.
   *
   * @param clean images of 10,000 that are right without noise
   * @param noisy the same for each sample of noise of 0.1
   */
  static NetworkSweep of(NetworkKey key, long clean, long... noisy) {
    return new NetworkSweep(key, List.of(level(0, clean), level(NoiseSpec.Sweep.TELLING, noisy)));
  }

  private static Level level(double alpha, long... right) {
    return new Level(
        alpha, Arrays.stream(right).mapToObj(count -> Map.of(BACKEND, accuracy(count))).toList());
  }

  private static Accuracy accuracy(long right) {
    return new Accuracy(IMAGES, new LabelCounts(right, IMAGES, IMAGES << 20), 0, right, 0);
  }

  /**
   * The published networks of an architecture, with one sample of noise: accuracies to four digits.
   */
  static List<NetworkSweep> published(String architecture, String dataset, double alphaTrain) {
    List<NetworkSweep> sweeps = new ArrayList<>();
    for (PublishedNoise.Row row : PublishedNoise.rows()) {
      NetworkKey key = row.network();
      if (key.architecture().equals(architecture)
          && key.dataset().equals(dataset)
          && key.alphaTrain() == alphaTrain) {
        long clean = Math.round(row.accuracy() * IMAGES);
        sweeps.add(of(key, clean, Math.round((row.accuracy() - row.drop()) * IMAGES)));
      }
    }
    return sweeps;
  }

  static NoiseResult result(List<NetworkSweep> sweeps) {
    return new NoiseResult("3 epochs", Map.of(BACKEND, "ONNX Runtime"), sweeps, Map.of());
  }
}
