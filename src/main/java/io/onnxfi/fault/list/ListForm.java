package io.onnxfi.fault.list;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Choice;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which form a list names faults: by its columns. */
public enum ListForm {
  /** The published one, with PyTorch's or Keras's names, and its columns for models and sites. */
  ONNXFI("onnxfi", "Injection,Layer,TensorIndex,Bit"),

  /** Lists of neurons as SCI-FI and SFIadvancedmodels write them ({@code byzantine_neuron}). */
  SCI_FI("sci-fi", "Injection,LayerName,LayerIndex,FeatureMapIndex,Value"),

  /** Faults in activations, seven fields each, as PyTorchALFI draws them. */
  ALFI_NEURONS("alfi-neurons", "batch,layer,channel,depth,height,width,bit"),

  /** Faults in weights, seven fields each, as PyTorchALFI draws them. */
  ALFI_WEIGHTS("alfi-weights", "layer,filter,channel,depth,height,width,bit");

  private final String label;
  private final String columns;

  ListForm(String label, String columns) {
    this.label = label;
    this.columns = columns;
  }

  /** Whether PyTorchALFI wrote it. */
  boolean isAlfi() {
    return this == ALFI_NEURONS || this == ALFI_WEIGHTS;
  }

  /** The columns, for messages. */
  String columns() {
    return columns;
  }

  /**
   * The form of a label.
   *
   * @param where what to blame in a message, for example an option
   * @throws MalformedInputException naming those that there are
   */
  public static ListForm named(String where, String label) {
    return Choice.of(where, values(), label);
  }

  /**
   * The form of a file, by its first two records.
   *
   * @throws MalformedInputException naming the columns of all forms, if it has those of none
   */
  static ListForm of(CsvFile file) {
    List<List<String>> first = file.first(2);
    if (first.isEmpty()) {
      throw MalformedInputException.of(file.source(), "a fault list", "an empty file");
    }
    List<String> names = first.get(0).stream().map(ListForm::folded).toList();
    if (names.contains("featuremapindex")) {
      return SCI_FI;
    }
    if (names.contains("tensorindex") || looksLikeFault(names)) {
      return ONNXFI;
    }
    if (!AlfiColumns.isHeader(names)) {
      boolean isBare = names.size() == AlfiColumns.FIELDS && !names.contains("");
      throw MalformedInputException.of(
          file.source(),
          "a header: "
              + Arrays.stream(values())
                  .map(form -> form.columns)
                  .collect(Collectors.joining("; or "))
              + (isBare ? "; or --from alfi-neurons or alfi-weights for seven fields" : ""),
          Excerpt.quoted(String.join(",", first.get(0))));
    }
    return AlfiColumns.of(names).hasFilters(first.subList(1, first.size()))
        ? ALFI_WEIGHTS
        : ALFI_NEURONS;
  }

  /** Whether a list without header may begin so: its reader says what is wrong, if it does not. */
  private static boolean looksLikeFault(List<String> cells) {
    int faults = FaultList.FAULT_COLUMNS.size();
    return (cells.size() == faults || cells.size() == faults + FaultList.OUTCOME_COLUMNS.size())
        && WholeNumber.parse(cells.get(0), ',').isPresent();
  }

  /** A name of a column without what does not tell names apart. */
  static String folded(String cell) {
    return Blank.strip(cell).toLowerCase(Locale.ROOT);
  }

  /** As in options. */
  @Override
  public String toString() {
    return label;
  }
}
