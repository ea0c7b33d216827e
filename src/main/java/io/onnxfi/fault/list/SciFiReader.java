package io.onnxfi.fault.list;

import io.onnxfi.csv.ColumnsByName;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Neurons as SCI-FI (Gavarini et al.) and SFIadvancedmodels list them: the layer by its PyTorch
 * module, places in what it computes as {@code (channel, row, column)}, and values for them;
 * several of both in a row are one trial.
 *
 * <p>Their injectors multiply a value by the width of the range of the layer's output in the batch.
 * A list says what is drawn, uniformly from [-1, 1): here that replaces the element.
 */
final class SciFiReader {
  private static final List<String> COLUMNS =
      List.of("Injection", "LayerName", "FeatureMapIndex", "Value");

  /** What SCI-FI puts around the modules that it watches. */
  private static final String SMART_MODULE = "._SmartModule__module";

  private final CsvFile file;
  private final NewList faults;
  private final Set<Long> numbers = new HashSet<>();

  private SciFiReader(CsvFile file, OnnxModel model) {
    this.file = file;
    this.faults = new NewList(model);
  }

  static FaultList read(CsvFile file, OnnxModel model) {
    SciFiReader reader = new SciFiReader(file, model);
    List<String> assumed =
        new ArrayList<>(
            ColumnsByName.read(
                file, COLUMNS, (line, cells) -> reader.row(file.source() + ":" + line, cells)));
    assumed.remove("columns read by name");
    assumed.add("read as neurons of SCI-FI");
    assumed.add(
        "each Value replaces the element (SCI-FI multiplies it by the range of the layer's"
            + " output)");
    return reader.faults.list(
        file.source(), List.of(file.source() + ": " + String.join("; ", assumed)));
  }

  /** A cell of a table whose columns are not separated by commas: there, one may be a point. */
  private String decimal(String cell) {
    return file.delimiter() == ',' || !cell.matches("-?\\d+,\\d+") ? cell : cell.replace(',', '.');
  }

  private void row(String where, List<String> cells) {
    OptionalLong number = WholeNumber.parse(cells.get(0), file.delimiter());
    if (number.isEmpty() || number.getAsLong() < 0 || !numbers.add(number.getAsLong())) {
      throw MalformedInputException.of(
          where, "a whole number in column Injection, each once", Excerpt.quoted(cells.get(0)));
    }
    String layer = cells.get(1).replace(SMART_MODULE, "");
    List<TensorIndex> indices =
        NumberCell.indices(cells.get(2))
            .orElseThrow(
                () ->
                    MalformedInputException.of(
                        where,
                        "FeatureMapIndex like (3, 5, 6) or [(3, 5, 6), (1, 0, 0)]",
                        Excerpt.quoted(cells.get(2))));
    List<String> values = NumberCell.numbers(decimal(cells.get(3)));
    if (values.size() != indices.size() || values.isEmpty()) {
      throw MalformedInputException.of(
          where,
          "a Value for each FeatureMapIndex",
          "%d for %d".formatted(values.size(), indices.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      FaultSite site = new FaultSite(layer, indices.get(i), OptionalInt.empty(), Extent.ACTIVATION);
      faults.add(
          where,
          number.getAsLong(),
          new Fault(site, FaultModels.parse(where + ": Value", "set:" + values.get(i))));
    }
  }
}
