package io.onnxfi.study.noise;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What the study that this one is modelled on has published: {@code results/cifar10/summary.csv}
 * and {@code results/summary.csv} (MNIST) in the repository
 * akaashbella/neuralnet-weight-perturbations, commit 2fb2e08. Of rows that stand there twice with
 * other samples of noise, the first.
 *
 * <p>The MNIST file has rows with noise 0 in the noisy regime, written before it had the column;
 * they are given here under 0.2, which was the setting then.
 */
final class PublishedNoise {
  private static final String RESOURCE = "published.csv";

  private PublishedNoise() {}

  /**
   * One network.
   *
   * @param accuracy share of test images that is right without noise
   * @param drop by which it falls at noise of 0.1
   */
  record Row(NetworkKey network, double accuracy, double drop) {}

  /** All that are published. */
  static List<Row> rows() {
    try (InputStream in = PublishedNoise.class.getResourceAsStream(RESOURCE);
        CSVParser parser =
            CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return parser.stream().map(PublishedNoise::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(CSVRecord line) {
    List<String> cells = line.toList();
    int key = NetworkKey.COLUMNS.size();
    return new Row(
        NetworkKey.of(cells),
        Double.parseDouble(cells.get(key)),
        Double.parseDouble(cells.get(key + 1)));
  }

  /** Those of the same architecture, regime, data set and training noise. */
  static List<Row> like(NetworkKey key) {
    return rows().stream()
        .filter(
            row ->
                row.network().architecture().equals(key.architecture())
                    && row.network().regime() == key.regime()
                    && row.network().dataset().equals(key.dataset())
                    && row.network().alphaTrain() == key.alphaTrain())
        .toList();
  }
}
