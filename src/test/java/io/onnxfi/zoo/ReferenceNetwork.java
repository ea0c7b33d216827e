package io.onnxfi.zoo;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A network of the zoo as PyTorch has it, from {@code reference.csv}, which {@code
 * make_reference.py} beside it wrote with PyTorch 2.15.0 and torchvision 0.29.2.
 *
 * @param dataset that it is for
 * @param entries of the state dict, without the counters {@code num_batches_tracked}
 * @param digest the first 16 digits of the SHA-256 of the lines {@code "NAME [D, D, …]\n"} of those
 *     entries in order
 * @param logits the first ten of either of two images, computed in binary64 with the parameters and
 *     images of {@link io.onnxfi.testing.FormulaParameters}; nine digits
 */
record ReferenceNetwork(
    Architecture architecture, String dataset, int entries, String digest, List<Double> logits) {
  /** Recorded per image. */
  static final int LOGITS = 10;

  static Stream<ReferenceNetwork> all() {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ReferenceNetwork.class.getResourceAsStream("reference.csv")),
            StandardCharsets.UTF_8)) {
      return format.parse(reader).getRecords().stream().map(ReferenceNetwork::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReferenceNetwork of(CSVRecord row) {
    int side = Integer.parseInt(row.get("side"));
    ImageSize input = new ImageSize(Integer.parseInt(row.get("channels")), side, side);
    int classes = Integer.parseInt(row.get("classes"));
    return new ReferenceNetwork(
        Zoo.architecture(row.get("arch"), row.get("dataset"), input, classes),
        row.get("dataset"),
        Integer.parseInt(row.get("entries")),
        row.get("digest"),
        Stream.of(row.get("logits").split(" ")).map(Double::valueOf).toList());
  }

  @Override
  public String toString() {
    return "%s for %s, %s".formatted(architecture.name(), dataset, architecture.input());
  }
}
