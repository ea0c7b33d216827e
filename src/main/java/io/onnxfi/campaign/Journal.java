package io.onnxfi.campaign;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.Fault;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Every finished fault of one backend, appended as it comes, so that a killed campaign can go on.
 *
 * <p>Records of one size, big-endian: place of the fault, 4 bytes; images, masked, non_critical,
 * critical, due, sdc_5, correct, 8 bytes each; max_abs_diff, 4 bytes; the outcome code of each
 * image, 1 byte each; CRC-32C of all that, 4 bytes. A record that is cut off or damaged ends the
 * journal: it and what follows is dropped and computed again. Records go to the operating system at
 * once and to the disk at least every second.
 */
public final class Journal implements AutoCloseable {
  private static final int COUNTS = 7;
  private static final long SYNC_NANOS = 1_000_000_000L;

  private final Path file;
  private final int images;
  private final FileChannel channel;
  private long lastSync = System.nanoTime();

  /**
   * Opens a journal, or begins one.
   *
   * @param images number of images of the campaign
   */
  public Journal(Path file, int images) {
    this.file = file;
    this.images = images;
    try {
      this.channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private int recordSize() {
    return Integer.BYTES + COUNTS * Long.BYTES + Float.BYTES + images + Integer.BYTES;
  }

  /**
   * Reads what is there and drops a torn end.
   *
   * @param faults of the campaign, by their places
   * @return the outcomes, each fault once
   */
  public List<FaultOutcome> read(List<Fault> faults) {
    List<FaultOutcome> outcomes = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    ByteBuffer record = ByteBuffer.allocate(recordSize());
    try {
      channel.position(0);
      long good = 0;
      while (fill(record)) {
        int position = record.getInt(0);
        boolean sound =
            record.getInt(recordSize() - Integer.BYTES) == checksum(record)
                && position >= 0
                && position < faults.size()
                && seen.add(position);
        if (!sound) {
          break;
        }
        outcomes.add(decode(record, faults.get(position)));
        good += recordSize();
      }
      channel.truncate(good);
      channel.position(good);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    return outcomes;
  }

  private boolean fill(ByteBuffer record) throws IOException {
    record.clear();
    while (record.hasRemaining()) {
      if (channel.read(record) < 0) {
        return false;
      }
    }
    return true;
  }

  private FaultOutcome decode(ByteBuffer record, Fault fault) {
    record.position(0).limit(recordSize());
    int position = record.getInt();
    OutcomeCounts counts =
        new OutcomeCounts(
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getFloat());
    byte[] codes = new byte[images];
    record.get(codes);
    return new FaultOutcome(position, fault, counts, codes);
  }

  /** Appends a finished fault. */
  public void append(FaultOutcome outcome) {
    OutcomeCounts counts = outcome.counts();
    ByteBuffer record = ByteBuffer.allocate(recordSize());
    record
        .putInt(outcome.position())
        .putLong(counts.images())
        .putLong(counts.masked())
        .putLong(counts.nonCritical())
        .putLong(counts.critical())
        .putLong(counts.due())
        .putLong(counts.sdc5())
        .putLong(counts.correct())
        .putFloat(counts.maxAbsDiff())
        .put(outcome.images());
    record.putInt(checksum(record)).flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
      long now = System.nanoTime();
      if (now - lastSync > SYNC_NANOS) {
        lastSync = now;
        channel.force(false);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.duplicate().position(0).limit(recordSize() - Integer.BYTES));
    return (int) crc.getValue();
  }

  private MissingResourceException cannotWrite(IOException cause) {
    return new MissingResourceException(
        "cannot write %s (%s)".formatted(file, cause.getMessage()),
        "make room or choose another folder; what is written is kept, go on with --resume",
        cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }
}
