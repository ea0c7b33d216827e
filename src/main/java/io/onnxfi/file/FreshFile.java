package io.onnxfi.file;

import io.onnxfi.error.MissingResourceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written beside its place, synced to the disk, and
 * moved there in one step. Whatever ends the process before that leaves what was there, and at most
 * a part file, whose name ends in {@value #SUFFIX}.
 */
public final class FreshFile implements AutoCloseable {
  /** How the names of part files end. */
  public static final String SUFFIX = ".onnxfi-part";

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private boolean isDone;

  private FreshFile(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins a file.
   *
   * @param file replaced in the end, if it is there; what a link points to is, not the link
   * @throws MissingResourceException if the folder cannot be written to
   */
  public static FreshFile begin(Path file) {
    try {
      Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
      Path part = target.resolveSibling(target.getFileName() + SUFFIX);
      FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return new FreshFile(target, part, channel);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Writes a whole file. What is no regular file, as {@code /dev/stdout}, is written to as it is.
   *
   * @throws MissingResourceException if it cannot be written; what was there stays
   */
  public static void write(Path file, byte[] content) {
    if (isDevice(file)) {
      try {
        Files.write(file, content);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
      return;
    }
    try (FreshFile fresh = begin(file)) {
      fresh.write(ByteBuffer.wrap(content));
      fresh.commit();
    }
  }

  /** Writes a long text in UTF-8, as {@link #write(Path, byte[])}, while it is made. */
  public static void write(Path file, Text text) {
    if (isDevice(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        write(out, text);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
      return;
    }
    try (FreshFile fresh = begin(file)) {
      write(Channels.newOutputStream(fresh.channel), text);
      fresh.commit();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static void write(OutputStream out, Text text) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    text.writeTo(writer);
    writer.flush();
  }

  /** What is written piece by piece. */
  @FunctionalInterface
  public interface Text {
    /** Writes all of it. */
    void writeTo(Writer out) throws IOException;
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends all that remains of some bytes. */
  public void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Puts the file in its place, for good when this returns. */
  public void commit() {
    try {
      channel.force(true);
      channel.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isDone = true;
      syncFolder(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Removes the part file, unless it was put in its place. */
  @Override
  public void close() {
    if (isDone) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Makes moves and removals in the folder of a file last through a power cut. */
  public static void syncFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // some systems do not let a folder be opened: there the order is the file system's
    }
  }

  private static MissingResourceException cannotWrite(Path file, IOException cause) {
    return new MissingResourceException(
        "cannot write %s (%s)".formatted(file, cause),
        "check the folder and the free space",
        cause);
  }
}
