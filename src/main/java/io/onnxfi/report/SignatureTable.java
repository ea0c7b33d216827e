package io.onnxfi.report;

import io.onnxfi.precision.OperandFormat;
import io.onnxfi.precision.PrecisionSignature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What published outcomes tell of each layer's precision, for people and for programs. */
public final class SignatureTable {
  private static final String FULL = "float32";
  private static final String UNKNOWN = "?";
  private static final int MOST_NAMED = 4;

  private SignatureTable() {}

  /** A line per layer. */
  public static String render(List<PrecisionSignature> signatures) {
    TextTable table =
        new TextTable(
                "layer", "operands", "bits 0-11", "fully masked", "bits 12-14", "fully masked")
            .textColumns(2);
    for (PrecisionSignature signature : signatures) {
      table.row(
          signature.layer(),
          operands(signature),
          Figures.count(signature.lowRows()),
          Figures.percent(signature.lowMasked(), signature.lowRows()),
          Figures.count(signature.middleRows()),
          Figures.percent(signature.middleMasked(), signature.middleRows()));
    }
    return table.render();
  }

  /**
   * One line, as {@code Precision by layer, as outcomes tell: tf32 in 2 (layer3.0.conv1,
   * layer3.0.conv2), float32 in 18}; none if nothing can be told of any layer.
   */
  static String line(List<PrecisionSignature> signatures) {
    Map<String, List<String>> layers =
        signatures.stream()
            .collect(
                Collectors.groupingBy(
                    SignatureTable::operands,
                    LinkedHashMap::new,
                    Collectors.mapping(PrecisionSignature::layer, Collectors.toList())));
    List<String> full = layers.getOrDefault(FULL, List.of());
    List<String> unknown = layers.getOrDefault(UNKNOWN, List.of());
    if (unknown.size() == signatures.size()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    layers.forEach(
        (operands, some) -> {
          if (!some.equals(full) && !some.equals(unknown)) {
            parts.add("%s in %d (%s)".formatted(operands, some.size(), named(some)));
          }
        });
    if (!full.isEmpty()) {
      parts.add("%s in %d".formatted(FULL, full.size()));
    }
    if (!unknown.isEmpty()) {
      parts.add("too few rows to tell of %d".formatted(unknown.size()));
    }
    return "Precision by layer, as outcomes tell: %s\n".formatted(String.join(", ", parts));
  }

  private static String named(List<String> layers) {
    int more = layers.size() - MOST_NAMED;
    return layers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static String operands(PrecisionSignature signature) {
    return signature
        .format()
        .map(OperandFormat::label)
        .orElse(signature.lowRows() < PrecisionSignature.MIN_ROWS ? UNKNOWN : FULL);
  }

  /** Objects of {@code layer}, {@code operands} and the counts of rows. */
  public static List<Map<String, Object>> json(List<PrecisionSignature> signatures) {
    return signatures.stream().map(SignatureTable::json).toList();
  }

  private static Map<String, Object> json(PrecisionSignature signature) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", signature.layer());
    json.put("operands", operands(signature));
    json.put("rows_bits_0_11", signature.lowRows());
    json.put("fully_masked_bits_0_11", signature.lowMasked());
    json.put("rows_bits_12_14", signature.middleRows());
    json.put("fully_masked_bits_12_14", signature.middleMasked());
    return json;
  }
}
