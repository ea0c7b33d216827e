package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads fault lists that must be sound: the first bad row ends it. */
final class FaultListReader implements CsvRecords.Consumer {
  private final String source;
  private final List<FaultRow> rows = new ArrayList<>();
  private FaultRowParser parser;

  private FaultListReader(String source) {
    this.source = source;
  }

  static FaultList read(Path file) {
    String text = CsvRecords.text(file);
    String source = String.valueOf(file.getFileName());
    FaultListReader reader = new FaultListReader(source);
    CsvRecords.read(source, text, reader);
    if (reader.parser == null) {
      throw MalformedInputException.of(source, "a fault list", "an empty file");
    }
    return new FaultList(source, reader.parser.header(), reader.rows, CsvForm.of(text));
  }

  @Override
  public void record(long line, List<String> cells) {
    if (parser == null) {
      parser = new FaultRowParser(source, cells);
    } else {
      rows.add(parser.row(line, cells));
    }
  }
}
