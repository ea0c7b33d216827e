package io.onnxfi.report;

import io.onnxfi.file.FreshFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * A table in Apache Parquet, by column: much smaller than the same table as CSV, and quickly read
 * by what reads much data; see {@link ParquetColumns}. The same table gives the same bytes.
 */
public final class ParquetTable {
  private ParquetTable() {}

  /**
   * Writes a table.
   *
   * @param header names of the columns
   * @param rows with a cell for each column, read twice
   * @throws io.onnxfi.error.MissingResourceException if the file cannot be written
   */
  public static void write(Path file, List<String> header, Iterable<? extends List<String>> rows) {
    write(file, ParquetColumns.of(header, rows), rows);
  }

  /**
   * Writes a table, or a part of one, whose columns are known.
   *
   * @throws io.onnxfi.error.MissingResourceException if the file cannot be written
   */
  static void write(Path file, ParquetColumns columns, Iterable<? extends List<String>> rows) {
    MessageType schema = columns.schema();
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (FreshFile fresh = FreshFile.begin(file)) {
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new Output(fresh))
              .withConf(new PlainParquetConfiguration())
              .withType(schema)
              .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
              .build()) {
        for (List<String> row : rows) {
          Group group = groups.newGroup();
          columns.put(row, group);
          writer.write(group);
        }
      }
      fresh.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file is written, from its beginning. */
  private record Output(FreshFile file) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Stream(file);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  /** Counts what is written. */
  private static final class Stream extends PositionOutputStream {
    private final FreshFile file;
    private long position;

    Stream(FreshFile file) {
      this.file = file;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      file.write(ByteBuffer.wrap(bytes, from, count));
      position += count;
    }
  }
}
