package io.onnxfi.campaign;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.RunHeader;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What became of faults that have been tried on some of their images: beside a {@link Journal}, as
 * soon as there is something to say.
 *
 * <p>A {@link RunHeader}, whose size of a record is the least, then records, big-endian: place of
 * the fault, place of the first image, place behind the last, number of outcome codes, 4 bytes
 * each; a {@link CountsRecord}; the codes, 1 byte each; CRC-32C of all that, 4 bytes. What follows
 * a damaged record is dropped: it is computed again.
 */
final class PieceFile implements AutoCloseable {
  /** The end of its name, behind that of the journal. */
  private static final String SUFFIX = ".pieces";

  private static final int PLACES = 4;

  private final Path file;
  private final RunHeader header;
  private final CountsRecord counts;
  private Optional<FileChannel> channel = Optional.empty();

  /**
   * That of a journal; nothing is written yet.
   *
   * @param journal whose it is
   */
  PieceFile(Path file, RunHeader journal, CountsRecord counts) {
    this.file = file.resolveSibling(file.getFileName() + SUFFIX);
    this.counts = counts;
    int least = PLACES * Integer.BYTES + counts.bytes() + Integer.BYTES;
    this.header = new RunHeader(RunHeader.Kind.PIECES, journal.stamp(), journal.images(), least);
  }

  /**
   * Reads what there is.
   *
   * @param wanted faults that are asked for
   * @throws io.onnxfi.error.MalformedInputException if it belongs to another run
   */
  List<FaultTally> read(IntPredicate wanted) throws IOException {
    List<FaultTally> tallies = new ArrayList<>();
    scan(
        tally -> {
          if (wanted.test(tally.fault())) {
            tallies.add(tally);
          }
        });
    return tallies;
  }

  /** Where the sound records end; 0 if not even the header is sound. */
  private long scan(Consumer<FaultTally> each) throws IOException {
    if (!hasHeader()) {
      return 0;
    }
    long end = RunHeader.BYTES;
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
      data.skipNBytes(RunHeader.BYTES);
      for (Optional<FaultTally> next = next(data); next.isPresent(); next = next(data)) {
        each.accept(next.get());
        end += header.recordBytes() + next.get().codes().length;
      }
    }
    return end;
  }

  /** Whether there is one; without, nothing is known of the records. */
  private boolean hasHeader() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    RunHeader found;
    try {
      found = RunHeader.read(file, RunHeader.Kind.PIECES);
    } catch (MalformedInputException e) {
      return false; // torn, or damaged
    }
    found.require(header, file);
    return true;
  }

  /** The next record; none at the end, or if it is torn or damaged. */
  private Optional<FaultTally> next(DataInputStream in) throws IOException {
    try {
      ByteBuffer places = ByteBuffer.allocate(PLACES * Integer.BYTES);
      in.readFully(places.array());
      int codes = places.getInt((PLACES - 1) * Integer.BYTES);
      if (codes < 0 || codes > header.images()) {
        return Optional.empty();
      }
      ByteBuffer record = ByteBuffer.allocate(header.recordBytes() + codes);
      record.put(places);
      in.readFully(record.array(), record.position(), record.remaining());
      return Seal.isIntact(record.rewind()) ? Optional.of(decode(record)) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private FaultTally decode(ByteBuffer record) {
    int fault = record.getInt();
    int from = record.getInt();
    int to = record.getInt();
    byte[] codes = new byte[record.getInt()];
    OutcomeCounts read = counts.get(record);
    record.get(codes);
    return FaultTally.restored(fault, from, to, read, codes);
  }

  /** Appends a tally of some images. */
  void append(FaultTally tally) throws IOException {
    byte[] codes = tally.codes();
    ByteBuffer record = ByteBuffer.allocate(header.recordBytes() + codes.length);
    record.putInt(tally.fault()).putInt(tally.from()).putInt(tally.to()).putInt(codes.length);
    counts.put(tally.counts(), record);
    record.put(codes);
    record.putInt(Seal.of(record)).flip();
    FileChannel out = open();
    while (record.hasRemaining()) {
      out.write(record);
    }
  }

  /** Opened at the first record: most runs have none. Behind a damaged one nothing is appended. */
  private FileChannel open() throws IOException {
    if (channel.isEmpty()) {
      long end = scan(tally -> {});
      if (end == 0) {
        FreshFile.write(file, header.bytes());
        end = RunHeader.BYTES;
      }
      FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE);
      channel = Optional.of(out);
      out.truncate(end);
      out.position(end);
    }
    return channel.get();
  }

  /** To the disk. */
  void force() throws IOException {
    if (channel.isPresent()) {
      channel.get().force(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
