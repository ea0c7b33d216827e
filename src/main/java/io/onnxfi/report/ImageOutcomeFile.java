package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.InputFile;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The outcome of every (fault, image) pair of one backend, three to a byte.
 *
 * <p>Layout: a {@link RunHeader}; then one row per fault of the campaign, in order: ⌈images / 3⌉
 * bytes. A byte has the {@link ImageOutcome#code()}s of three neighbouring images as the digits of
 * a number to the base 5, the first one the lowest; digits behind the last image are 0.
 *
 * <p>Where each fault was tried on images of its own, a row holds those, in the order of {@link
 * DrawnImages}.
 */
public final class ImageOutcomeFile {
  private static final int PER_BYTE = 3;

  /** What a code counts for, by its place in the byte; then the number of bytes that there are. */
  private static final int[] WORTH = {1, 5, 25, 125};

  private ImageOutcomeFile() {}

  private static int rowBytes(int images) {
    return (images + PER_BYTE - 1) / PER_BYTE;
  }

  /** Writes the rows of a new file, in order. */
  public static final class Writer implements AutoCloseable {
    private final int images;
    private final FreshFile out;

    /** Begins a file that replaces an old one once it is whole. */
    public Writer(Path file, RunStamp stamp, int images) {
      this.images = images;
      this.out = FreshFile.begin(file);
      out.write(
          ByteBuffer.wrap(
              new RunHeader(RunHeader.Kind.IMAGES, stamp, images, rowBytes(images)).bytes()));
    }

    /**
     * Adds a row.
     *
     * @param outcomes outcome codes, one per image
     */
    public void add(byte[] outcomes) {
      if (outcomes.length != images) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%d outcomes for %d images", outcomes.length, images));
      }
      byte[] row = new byte[rowBytes(images)];
      for (int image = 0; image < images; image++) {
        row[image / PER_BYTE] += (byte) (outcomes[image] * WORTH[image % PER_BYTE]);
      }
      out.write(ByteBuffer.wrap(row));
    }

    /** All rows are there: puts the file in its place. */
    public void commit() {
      out.commit();
    }

    @Override
    public void close() {
      out.close();
    }
  }

  /** Reads rows of a complete file. */
  public static final class Reader implements AutoCloseable {
    private final Path path;
    private final FileChannel file;
    private final RunHeader header;
    private final int faults;
    private Optional<Outcomes> counted = Optional.empty();

    /**
     * Opens a file, of whatever run.
     *
     * @throws MalformedInputException if it is no such file or not complete
     */
    public Reader(Path path) {
      this.path = path;
      boolean isOpened = false;
      FileChannel channel = open(path);
      try {
        this.file = channel;
        ByteBuffer start = ByteBuffer.allocate(RunHeader.BYTES);
        read(start, 0);
        this.header = RunHeader.read(start.flip(), RunHeader.Kind.IMAGES, path);
        long rows = channel.size() - RunHeader.BYTES;
        if (header.recordBytes() != rowBytes(header.images()) || rows % header.recordBytes() != 0) {
          throw MalformedInputException.of(
              path.toString(), "a complete file of image outcomes", "a part of it");
        }
        this.faults = Math.toIntExact(rows / header.recordBytes());
        isOpened = true;
      } catch (IOException e) {
        throw cannotRead(e);
      } finally {
        if (!isOpened) {
          closeQuietly(channel);
        }
      }
    }

    /**
     * Opens the file that belongs to some outcomes; its rows are checked against them as they are
     * read.
     *
     * @param outcomes faults, in the order of the rows, with their counts
     * @throws MalformedInputException if it is the file of another run or backend, or has other
     *     rows than the list
     */
    public static Reader of(Path path, RunStamp stamp, Outcomes outcomes) {
      Reader reader = new Reader(path);
      boolean fits = false;
      try {
        reader.header.require(stamp, path);
        int rows = outcomes.trials().size();
        if (reader.faults != rows) {
          throw MalformedInputException.of(
              path.toString(),
              String.format(Locale.ROOT, "the faults of %s: %d", outcomes.source(), rows),
              Integer.toString(reader.faults));
        }
        reader.counted = Optional.of(outcomes);
        fits = true;
        return reader;
      } finally {
        if (!fits) {
          reader.close();
        }
      }
    }

    private static FileChannel open(Path path) {
      try {
        return FileChannel.open(InputFile.require(path), StandardOpenOption.READ);
      } catch (IOException e) {
        throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
      }
    }

    private static void closeQuietly(FileChannel channel) {
      try {
        channel.close();
      } catch (IOException e) {
        return; // what was wrong with the file is being said
      }
    }

    /** Number of images in each row. */
    public int images() {
      return header.images();
    }

    /** Number of rows. */
    public int faults() {
      return faults;
    }

    /**
     * Outcome codes of one fault, one per image.
     *
     * @throws MalformedInputException if they are none, or not what the outcomes count
     */
    public byte[] row(int fault) {
      ByteBuffer row = ByteBuffer.allocate(header.recordBytes());
      try {
        read(row, RunHeader.BYTES + (long) fault * header.recordBytes());
      } catch (IOException e) {
        throw cannotRead(e);
      }
      byte[] outcomes = new byte[images()];
      for (int image = 0; image < outcomes.length; image++) {
        int three = row.get(image / PER_BYTE);
        if (three < 0 || three >= WORTH[PER_BYTE]) {
          throw MalformedInputException.of(
              String.format(Locale.ROOT, "%s, row %d, byte %d", path, fault, image / PER_BYTE),
              "the outcomes of %d images, below %d".formatted(PER_BYTE, WORTH[PER_BYTE]),
              Integer.toString(Byte.toUnsignedInt((byte) three)));
        }
        outcomes[image] = (byte) (three / WORTH[image % PER_BYTE] % ImageOutcome.COUNT);
      }
      counted.ifPresent(of -> requireCounted(of, fault, outcomes));
      return outcomes;
    }

    private void requireCounted(Outcomes counted, int fault, byte[] outcomes) {
      int[] found = new int[ImageOutcome.COUNT];
      for (byte code : outcomes) {
        found[code]++;
      }
      TrialOutcome trial = counted.trials().get(fault);
      ImageCounts counts = trial.counts();
      long crashed = found[ImageOutcome.CRASHED.code()];
      if (counts.images() != outcomes.length
          || counts.masked() != found[ImageOutcome.MASKED.code()]
          || counts.nonCritical() != found[ImageOutcome.NON_CRITICAL.code()]
          || counts.critical() != found[ImageOutcome.CRITICAL.code()]) {
        throw MalformedInputException.of(
            String.format(Locale.ROOT, "%s, row %d", path, fault),
            String.format(
                Locale.ROOT,
                "images, masked, non_critical, critical as in %s: %d, %d, %d, %d",
                counted.locate(fault),
                counts.images(),
                counts.masked(),
                counts.nonCritical(),
                counts.critical()),
            String.format(
                Locale.ROOT,
                "%d, %d, %d, %d",
                outcomes.length,
                found[ImageOutcome.MASKED.code()],
                found[ImageOutcome.NON_CRITICAL.code()],
                found[ImageOutcome.CRITICAL.code()]));
      }
      if (trial.crashed().orElse(crashed) != crashed) {
        throw MalformedInputException.of(
            String.format(Locale.ROOT, "%s, row %d", path, fault),
            String.format(
                Locale.ROOT,
                "crashed as in %s: %d",
                counted.locate(fault),
                trial.crashed().getAsLong()),
            Long.toString(crashed));
      }
    }

    private void read(ByteBuffer into, long from) throws IOException {
      while (into.hasRemaining()) {
        if (file.read(into, from + into.position()) < 0) {
          return;
        }
      }
    }

    private MalformedInputException cannotRead(IOException e) {
      return new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new MalformedInputException("%s: cannot be closed (%s)".formatted(path, e), e);
      }
    }
  }
}
