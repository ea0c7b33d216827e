package io.onnxfi.fault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The rows of a list, in a few tens of bytes each (see {@link RowCodec}) instead of half a kilobyte
 * of objects: lists may have a million. A row is made each time it is asked for.
 */
final class Rows extends AbstractList<FaultRow> implements RandomAccess {
  private final RowCodec codec;
  private final List<Block> blocks;
  private final int size;
  private final boolean haveOutcomes;

  private Rows(Builder builder) {
    this.codec = builder.codec;
    this.blocks = builder.blocks;
    this.size = builder.size;
    this.haveOutcomes = builder.withOutcomes == builder.size;
  }

  /** These rows under a header. */
  static Rows of(List<String> header, List<FaultRow> rows) {
    if (rows instanceof Rows already) {
      return already;
    }
    Builder builder = new Builder(header);
    rows.forEach(builder::add);
    return builder.build();
  }

  @Override
  public FaultRow get(int row) {
    return codec.row(at(row));
  }

  @Override
  public int size() {
    return size;
  }

  /** The number of a row. */
  long injection(int row) {
    return RowCodec.injection(at(row));
  }

  /** The fault of a row; less work than {@link #get}. */
  Fault fault(int row) {
    ByteBuffer bytes = at(row);
    RowCodec.injection(bytes);
    return codec.fault(bytes);
  }

  /** Where the faults are. */
  List<FaultSite> sites() {
    return new LazyList<>(size, row -> fault(row).site());
  }

  /** Whether all have outcomes. */
  boolean haveOutcomes() {
    return haveOutcomes;
  }

  private ByteBuffer at(int row) {
    Objects.checkIndex(row, size);
    Block block = blocks.get(row / Block.ROWS);
    return ByteBuffer.wrap(block.bytes).position(block.starts[row % Block.ROWS]);
  }

  /** Some rows behind each other, and where each begins. */
  private static final class Block {
    private static final int ROWS = 256;

    private final byte[] bytes;
    private final int[] starts;

    private Block(byte[] bytes, int[] starts) {
      this.bytes = bytes;
      this.starts = starts;
    }
  }

  /** Takes one row after the other. */
  static final class Builder {
    private final RowCodec codec;
    private final List<Block> blocks = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int[] starts = new int[Block.ROWS];
    private int size;
    private int withOutcomes;

    /** For rows under a header. */
    Builder(List<String> header) {
      codec = new RowCodec(header);
    }

    /** Appends a row. */
    void add(FaultRow row) {
      starts[size % Block.ROWS] = bytes.size();
      codec.write(row, bytes);
      size++;
      withOutcomes += row.counts().isPresent() ? 1 : 0;
      if (size % Block.ROWS == 0) {
        endBlock(Block.ROWS);
      }
    }

    private void endBlock(int rows) {
      blocks.add(new Block(bytes.toByteArray(), Arrays.copyOf(starts, rows)));
      bytes.reset();
    }

    /** How many there are so far. */
    int size() {
      return size;
    }

    /** All of them; nothing can be added afterwards. */
    Rows build() {
      if (size % Block.ROWS > 0) {
        endBlock(size % Block.ROWS);
      }
      return new Rows(this);
    }
  }
}
