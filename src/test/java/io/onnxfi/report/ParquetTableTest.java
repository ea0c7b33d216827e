package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as the library itself reads them. */
class ParquetTableTest {
  private static final List<String> HEADER = List.of("Layer", "Bit", "Index", "share");

  @TempDir private Path folder;

  private static List<List<String>> read(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      rows.add(schema.getFields().stream().map(field -> field.getName()).toList());
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long row = 0; row < pages.getRowCount(); row++) {
          Group group = records.read();
          rows.add(
              IntStream.range(0, schema.getFieldCount())
                  .mapToObj(column -> group.getValueToString(column, 0))
                  .toList());
        }
      }
    }
    return rows;
  }

  @Test
  void shouldKeepNumbersAndTexts() throws IOException {
    List<List<String>> rows =
        IntStream.range(0, 5_000)
            .mapToObj(
                i ->
                    List.of(
                        "conv" + i / 1000,
                        Integer.toString(31 - i % 32),
                        "(%d, \"ü\")".formatted(i),
                        i == 7 ? "-" : Integer.toString(-i)))
            .toList();
    Path file = folder.resolve("table.parquet");
    ParquetTable.write(file, HEADER, rows);
    List<List<String>> read = read(file);
    assertThat(read.get(0)).isEqualTo(HEADER);
    assertThat(read.subList(1, read.size())).isEqualTo(rows);
    Path again = folder.resolve("again.parquet");
    ParquetTable.write(again, HEADER, rows);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldHaveNumbersWhereAllAreWhole() throws IOException {
    Path file = folder.resolve("table.parquet");
    String most = "999999999999999999";
    ParquetTable.write(
        file, HEADER, List.of(List.of("a", "-1", "0", most), List.of("b", "2", "1", most + "0")));
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      assertThat(reader.getFooter().getFileMetaData().getSchema().toString())
          .contains(
              "required binary Layer (STRING)", "required int64 Bit;", "required int64 Index;")
          .contains("required binary share (STRING)");
    }
  }

  @Test
  void shouldSayWhatCannotBeWritten() {
    assertThatThrownBy(
            () -> ParquetTable.write(folder.resolve("none/table.parquet"), HEADER, List.of()))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("cannot write");
    assertThat(folder).isEmptyDirectory();
  }
}
