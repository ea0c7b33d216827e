package io.onnxfi.report;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.file.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a run as a data set in Parquet, in a folder for each backend and in it one for each
 * layer, as Hive names them: {@code backend=ort/layer=conv1/part-0.parquet}. Spark, DuckDB and
 * pandas make columns of these names. All files have the same columns.
 *
 * @param root folder of the data set
 */
public record ParquetDataset(Path root) {
  private static final String LAYER = FaultList.FAULT_COLUMNS.get(1);

  /** What Hive does not have in the name of a folder. */
  private static final String SPECIAL = "\"#%'*/:=?\\{}[]^<>|";

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  /**
   * Writes the tables of some backends.
   *
   * @param tables by the ids of the backends: all have the same columns
   * @return how many files there are
   * @throws io.onnxfi.error.OnnxFiException if the folder is not empty, or cannot be written
   */
  public int write(Map<String, FaultList> tables) {
    Folders.makeEmpty(root, "--parquet");
    FaultList first = tables.values().iterator().next();
    int layer = first.header().indexOf(LAYER);
    List<List<String>> all =
        tables.values().stream()
            .flatMap(table -> table.rows().stream())
            .map(row -> without(layer, row.cells()))
            .toList();
    ParquetColumns columns = ParquetColumns.of(without(layer, first.header()), all);
    int files = 0;
    for (Map.Entry<String, FaultList> table : tables.entrySet()) {
      Map<String, List<List<String>>> layers = new LinkedHashMap<>();
      for (FaultRow row : table.getValue().rows()) {
        layers
            .computeIfAbsent(row.cells().get(layer), name -> new ArrayList<>())
            .add(without(layer, row.cells()));
      }
      for (Map.Entry<String, List<List<String>>> part : layers.entrySet()) {
        Path folder =
            root.resolve("backend=" + escaped(table.getKey()))
                .resolve("layer=" + escaped(part.getKey()));
        Folders.make(folder, "--parquet");
        ParquetTable.write(folder.resolve("part-0.parquet"), columns, part.getValue());
        files++;
      }
    }
    return files;
  }

  private static List<String> without(int place, List<String> cells) {
    List<String> rest = new ArrayList<>(cells);
    rest.remove(place);
    return rest;
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter < FIRST_PRINTABLE || letter == DELETE || SPECIAL.indexOf(letter) >= 0) {
        text.append("%%%02X".formatted((int) letter));
      } else {
        text.append(letter);
      }
    }
    return text.toString();
  }
}
