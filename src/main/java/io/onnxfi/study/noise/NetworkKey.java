package io.onnxfi.study.noise;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What tells one trained network of a study from the others.
 *
 * @param architecture of the zoo
 * @param regime how it is trained
 * @param seed of its weights, of the order of its images, and of all noise
 * @param dataset what it is trained on, as it is called in tables
 * @param alphaTrain noise of the noisy regime; a clean network has that of the study it is part of
 */
public record NetworkKey(
    String architecture, Regime regime, long seed, String dataset, double alphaTrain) {
  /** Names of the columns of {@link #cells}. */
  static final List<String> COLUMNS =
      List.of("architecture", "regime", "seed", "dataset", "alpha_train");

  /**
   * The order of tables: the published study's architectures first, in its order; clean before
   * noisy; then by seed.
   */
  static final Comparator<NetworkKey> ORDER =
      Comparator.<NetworkKey>comparingInt(key -> place(key.architecture()))
          .thenComparing(NetworkKey::architecture)
          .thenComparingDouble(NetworkKey::alphaTrain)
          .thenComparing(NetworkKey::regime)
          .thenComparingLong(NetworkKey::seed);

  private static int place(String architecture) {
    int place = NoiseSpec.ARCHITECTURES.indexOf(architecture);
    return place < 0 ? NoiseSpec.ARCHITECTURES.size() : place;
  }

  /** As the columns of a table. */
  List<String> cells() {
    return List.of(
        architecture, regime.toString(), Long.toString(seed), dataset, Double.toString(alphaTrain));
  }

  /** From the columns of a table. */
  static NetworkKey of(List<String> cells) {
    return new NetworkKey(
        cells.get(0),
        Regime.valueOf(cells.get(1).toUpperCase(Locale.ROOT)),
        Long.parseLong(cells.get(2)),
        cells.get(3),
        Double.parseDouble(cells.get(4)));
  }

  /** Its file below the folder of the study: two decimals of alpha, more where it has more. */
  String file() {
    BigDecimal alpha = BigDecimal.valueOf(alphaTrain).stripTrailingZeros();
    return "checkpoints/%s/%s_%s_seed%d_a%s.onnx"
        .formatted(
            dataset.replaceAll("[^A-Za-z0-9_.-]", "_"),
            architecture,
            regime,
            seed,
            alpha.setScale(Math.max(2, alpha.scale())).toPlainString());
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s %s, seed %d".formatted(architecture, regime, seed);
  }
}
