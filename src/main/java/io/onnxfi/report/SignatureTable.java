package io.onnxfi.report;

import io.onnxfi.precision.OperandFormat;
import io.onnxfi.precision.PrecisionSignature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What published outcomes tell of each layer's precision, for people and for programs. */
public final class SignatureTable {
  private static final String FULL = "float32";

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

  private static String operands(PrecisionSignature signature) {
    return signature
        .format()
        .map(OperandFormat::label)
        .orElse(signature.lowRows() < PrecisionSignature.MIN_ROWS ? "?" : FULL);
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
