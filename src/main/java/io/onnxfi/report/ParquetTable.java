package io.onnxfi.report;

import io.onnxfi.file.FreshFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A table in Apache Parquet, by column: much smaller than the same table as CSV, and quickly read
 * by what reads much data. Columns of whole numbers are {@code INT64}, others strings; the same
 * table gives the same bytes.
 */
public final class ParquetTable {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private ParquetTable() {}

  /**
   * Writes a table.
   *
   * @param header names of the columns
   * @param rows with a cell for each column, read twice
   * @throws io.onnxfi.error.MissingResourceException if the file cannot be written
   */
  public static void write(Path file, List<String> header, Iterable<? extends List<String>> rows) {
    boolean[] whole = whole(header.size(), rows);
    MessageType schema = schema(header, whole);
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
          for (int column = 0; column < whole.length; column++) {
            if (whole[column]) {
              group.add(column, Long.parseLong(row.get(column)));
            } else {
              group.add(column, row.get(column));
            }
          }
          writer.write(group);
        }
      }
      fresh.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean[] whole(int columns, Iterable<? extends List<String>> rows) {
    boolean[] whole = new boolean[columns];
    Arrays.fill(whole, true);
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        whole[column] = whole[column] && WHOLE.matcher(row.get(column)).matches();
      }
    }
    return whole;
  }

  private static MessageType schema(List<String> header, boolean... whole) {
    List<org.apache.parquet.schema.Type> columns = new ArrayList<>();
    for (int column = 0; column < whole.length; column++) {
      columns.add(
          whole[column]
              ? Types.required(PrimitiveTypeName.INT64).named(header.get(column))
              : Types.required(PrimitiveTypeName.BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named(header.get(column)));
    }
    return new MessageType("table", columns);
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
