package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.InputFile;
import io.onnxfi.outcome.ImageOutcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The outcome of every (fault, image) pair of one backend, two bits each.
 *
 * <p>Layout: 8 bytes {@code OFI-IMG1}; number of images, 4 bytes, big-endian; then one row per
 * fault of the campaign, in order: ⌈images / 4⌉ bytes, four {@link ImageOutcome#code()}s to a byte,
 * the first in the lowest bits, unused bits 0.
 *
 * <p>Where each fault was tried on images of its own, a row holds those, in the order of {@link
 * DrawnImages}.
 */
public final class ImageOutcomeFile {
  private static final byte[] MAGIC = {'O', 'F', 'I', '-', 'I', 'M', 'G', '1'};
  private static final int HEADER = MAGIC.length + Integer.BYTES;
  private static final int PER_BYTE = 4;
  private static final int BITS = 2;
  private static final int MASK = 3;

  private ImageOutcomeFile() {}

  private static int rowBytes(int images) {
    return (images + PER_BYTE - 1) / PER_BYTE;
  }

  /** Fills the rows of a new file, in any order. */
  public static final class Writer implements AutoCloseable {
    private final Path file;
    private final int images;
    private final RandomAccessFile out;

    /** Starts a file with empty rows, replacing an old one. */
    public Writer(Path file, int images, int faults) {
      this.file = file;
      this.images = images;
      try {
        Files.deleteIfExists(file);
        this.out = new RandomAccessFile(file.toFile(), "rw");
        out.write(MAGIC);
        out.writeInt(images);
        out.setLength(HEADER + (long) faults * rowBytes(images));
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }

    /**
     * Fills a row.
     *
     * @param fault place in the campaign, from 0
     * @param outcomes outcome codes, one per image
     */
    public void put(int fault, byte[] outcomes) {
      if (outcomes.length != images) {
        throw new IllegalArgumentException(
            "%d outcomes for %d images".formatted(outcomes.length, images));
      }
      byte[] row = new byte[rowBytes(images)];
      for (int image = 0; image < images; image++) {
        row[image / PER_BYTE] |= (byte) (outcomes[image] << (image % PER_BYTE * BITS));
      }
      try {
        out.seek(HEADER + (long) fault * row.length);
        out.write(row);
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }

    private MissingResourceException cannotWrite(IOException cause) {
      return new MissingResourceException(
          "cannot write %s (%s)".formatted(file, cause),
          "check the folder and the free space",
          cause);
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }
  }

  /** Reads rows of a complete file. */
  public static final class Reader implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private final int images;

    /**
     * Opens a file.
     *
     * @throws MalformedInputException if it is no such file or not complete
     */
    public Reader(Path path) {
      this.path = path;
      try {
        this.file = new RandomAccessFile(InputFile.require(path).toFile(), "r");
        byte[] magic = new byte[MAGIC.length];
        boolean known = file.length() >= HEADER;
        if (known) {
          file.readFully(magic);
          known = Arrays.equals(magic, MAGIC);
        }
        this.images = known ? file.readInt() : 0;
        if (images < 1 || (file.length() - HEADER) % rowBytes(images) != 0) {
          file.close();
          throw MalformedInputException.of(
              path.toString(),
              "a complete file of image outcomes",
              known ? "a part of one" : InputFile.found(path));
        }
      } catch (IOException e) {
        throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
      }
    }

    /** Number of images in each row. */
    public int images() {
      return images;
    }

    /** Number of rows. */
    public int faults() {
      try {
        return Math.toIntExact((file.length() - HEADER) / rowBytes(images));
      } catch (IOException e) {
        throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
      }
    }

    /** Outcome codes of one fault, one per image. */
    public byte[] row(int fault) {
      byte[] row = new byte[rowBytes(images)];
      try {
        file.seek(HEADER + (long) fault * row.length);
        file.readFully(row);
      } catch (IOException e) {
        throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
      }
      byte[] outcomes = new byte[images];
      for (int image = 0; image < images; image++) {
        outcomes[image] = (byte) ((row[image / PER_BYTE] >> (image % PER_BYTE * BITS)) & MASK);
      }
      return outcomes;
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
