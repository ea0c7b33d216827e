package io.onnxfi.campaign;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.InputFile;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every finished fault of one backend, appended as it comes, so that a killed campaign can go on.
 *
 * <p>A {@link RunHeader}, then records of one size, big-endian: place of the fault, 4 bytes; a
 * {@link CountsRecord}; the outcome code of each image, 1 byte each; CRC-32C of all that, 4 bytes.
 * A torn end is dropped, a damaged record passed over: their faults are computed again. Records go
 * to the operating system at once and to the disk at least every second. Faults that have been
 * tried on some of their images are in a {@link PieceFile} beside it.
 *
 * <p>In memory is one number per fault of the campaign: where its record is.
 */
public final class Journal implements AutoCloseable {
  private static final long SYNC_NANOS = 1_000_000_000L;
  private static final int NOWHERE = -1;

  private final Path file;
  private final RunHeader header;
  private final CountsRecord counts;
  private final PieceFile pieces;
  private final FileChannel channel;

  /** The number of the record of each fault, from 0. */
  private final int[] places;

  private int records;
  private int known;
  private int damaged;
  private long lastSync = System.nanoTime();

  /**
   * Opens a journal, or begins one.
   *
   * @param stamp whose it is
   * @param faults number of faults of the campaign
   * @param images that each fault is tried on
   * @param countsBoxes whether it keeps what became of boxes
   * @throws io.onnxfi.error.MalformedInputException if the file is no journal, or another one's
   */
  public Journal(Path file, RunStamp stamp, int faults, int images, boolean countsBoxes) {
    this.file = file;
    this.counts = new CountsRecord(countsBoxes);
    this.places = new int[faults];
    Arrays.fill(places, NOWHERE);
    int recordBytes = Integer.BYTES + counts.bytes() + images + Integer.BYTES;
    this.header = new RunHeader(RunHeader.Kind.JOURNAL, stamp, images, recordBytes);
    this.pieces = new PieceFile(file, header, counts);
    try {
      begin();
      this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      scan();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** A file that ends within the header, which it begins as it should, has no records to lose. */
  private void begin() throws IOException {
    byte[] whole = header.bytes();
    ByteBuffer there = ByteBuffer.allocate(RunHeader.BYTES);
    if (Files.exists(file)) {
      try (FileChannel in = FileChannel.open(InputFile.require(file), StandardOpenOption.READ)) {
        fill(in, there);
      }
    }
    there.flip();
    if (there.remaining() < RunHeader.BYTES
        && there.equals(ByteBuffer.wrap(whole, 0, there.remaining()))) {
      FreshFile.write(file, whole);
    } else {
      RunHeader.read(there, RunHeader.Kind.JOURNAL, file).require(header, file);
    }
  }

  /** Finds the records, and drops a torn end. */
  private void scan() throws IOException {
    ByteBuffer record = ByteBuffer.allocate(header.recordBytes());
    channel.position(RunHeader.BYTES);
    for (int number = 0; fill(channel, record.clear()); number++) {
      int position = record.getInt(0);
      if (!Seal.isIntact(record) || position < 0 || position >= places.length) {
        damaged++;
        continue;
      }
      records = number + 1;
      if (places[position] == NOWHERE) {
        places[position] = number;
        known++;
      }
    }
    channel.truncate(place(records));
  }

  private long place(int record) {
    return RunHeader.BYTES + (long) record * header.recordBytes();
  }

  /** Whether the buffer could be filled. */
  private static boolean fill(FileChannel in, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private FaultOutcome decode(ByteBuffer record) {
    record.rewind();
    int position = record.getInt();
    OutcomeCounts read = counts.get(record);
    byte[] codes = new byte[header.images()];
    record.get(codes);
    return new FaultOutcome(position, read, codes);
  }

  /** Number of faults that are known. */
  public int known() {
    return known;
  }

  /** Whether the outcome of the fault at a place is known. */
  public boolean knows(int position) {
    return places[position] != NOWHERE;
  }

  /** Whole records that were passed over because they are damaged. */
  public int damaged() {
    return damaged;
  }

  /** Appends a finished fault. */
  public void append(FaultOutcome outcome) {
    ByteBuffer record = ByteBuffer.allocate(header.recordBytes());
    record.putInt(outcome.position());
    counts.put(outcome.counts(), record);
    record.put(outcome.images());
    record.putInt(Seal.of(record)).flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record, place(records) + record.position());
      }
      places[outcome.position()] = records;
      records++;
      known++;
      sync();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void sync() throws IOException {
    long now = System.nanoTime();
    if (now - lastSync > SYNC_NANOS) {
      lastSync = now;
      channel.force(false);
      pieces.force();
    }
  }

  /** Keeps what became of a fault on some of its images. */
  public void append(FaultTally part) {
    try {
      pieces.append(part);
      sync();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** What is known of faults that are not finished. */
  public List<FaultTally> parts() {
    try {
      return pieces.read(fault -> fault >= 0 && fault < places.length && !knows(fault));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** The outcome of a fault that is known. */
  public FaultOutcome outcome(int position) {
    return decode(record(position));
  }

  /**
   * Gives the outcome of every fault that is known, one at a time, in the order of the campaign.
   */
  public void forEach(Consumer<FaultOutcome> outcomes) {
    for (int position = 0; position < places.length; position++) {
      if (knows(position)) {
        outcomes.accept(outcome(position));
      }
    }
  }

  /** Writes a journal of some known faults, in the order given. */
  public void copy(Path to, int... positions) {
    try (FreshFile copy = FreshFile.begin(to)) {
      copy.write(ByteBuffer.wrap(header.bytes()));
      for (int position : positions) {
        copy.write(record(position));
      }
      copy.commit();
    }
  }

  private ByteBuffer record(int position) {
    ByteBuffer record = ByteBuffer.allocate(header.recordBytes());
    try {
      long place = place(places[position]);
      while (record.hasRemaining()) {
        if (channel.read(record, place + record.position()) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    if (record.hasRemaining() || !Seal.isIntact(record)) {
      throw new MissingResourceException(
          "%s changed while it was in use".formatted(file),
          "check the disk, and that nothing else writes to the folder; continue with --resume");
    }
    return record.flip();
  }

  private MissingResourceException cannotWrite(IOException cause) {
    return new MissingResourceException(
        "cannot write %s (%s)".formatted(file, cause.getMessage()),
        "free some space or choose another folder; what is written is kept, continue with --resume",
        cause);
  }

  @Override
  public void close() {
    try (channel;
        pieces) {
      channel.force(false);
      pieces.force();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }
}
