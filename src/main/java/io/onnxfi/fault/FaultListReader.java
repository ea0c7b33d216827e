package io.onnxfi.fault;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads fault lists that must be sound: the first bad row ends it. */
final class FaultListReader implements CsvFile.Consumer {
  /** What a file should be, for messages. */
  static final String EXPECTED = "a fault list";

  private final CsvFile file;
  private FaultRowParser parser;
  private Rows.Builder rows;

  private FaultListReader(CsvFile file) {
    this.file = file;
  }

  static FaultList read(Path path) {
    CsvFile file = CsvFile.read(path, String.valueOf(path.getFileName()), EXPECTED);
    FaultListReader reader = new FaultListReader(file);
    file.forEach(reader);
    if (reader.parser == null) {
      throw MalformedInputException.of(file.source(), EXPECTED, "an empty file");
    }
    Set<String> assumed = new LinkedHashSet<>(file.assumed());
    assumed.addAll(reader.parser.assumed());
    return new FaultList(
        file.source(),
        reader.parser.header(),
        reader.rows.build(),
        assumed.isEmpty() ? file.form() : CsvForm.STANDARD,
        notes(file.source(), assumed));
  }

  /** One line about a file; none if nothing was assumed. */
  static List<String> notes(String source, Set<String> assumed) {
    return assumed.isEmpty() ? List.of() : List.of(source + ": " + String.join("; ", assumed));
  }

  @Override
  public void record(long line, List<String> cells) {
    if (parser == null) {
      FaultColumns columns = FaultColumns.of(file.source(), line, cells, file.delimiter());
      if (!columns.twice().isEmpty()) {
        throw MalformedInputException.of(
            file.source() + ":" + line, "each column only once", "twice: " + columns.twiceNames());
      }
      parser = new FaultRowParser(file.source(), columns, file.delimiter());
      rows = new Rows.Builder(parser.header());
      if (columns.hasHeader()) {
        return;
      }
    }
    rows.add(parser.row(line, cells));
  }
}
