package io.onnxfi.report;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * One process at a time in a run directory; the operating system frees the lock of a killed one.
 */
public final class RunLock implements AutoCloseable {
  /**
   * Only this byte, beyond the content, is locked: some systems do not let others read the rest.
   */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file made for it and removed with it
   * @throws MissingResourceException if another process holds it
   */
  public static RunLock take(Path file) {
    try {
      while (true) {
        if (Files.exists(file)) {
          InputFile.require(file); // a named pipe would wait for a reader
        }
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
          channel.close();
          throw new MissingResourceException(
              "another process is using " + file.getParent(), "wait for it to finish, or end it");
        }
        if (isStill(file, channel)) {
          return new RunLock(file, channel);
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot lock %s (%s)".formatted(file, e), "choose another folder", e);
    }
  }

  /**
   * Whether the locked file is the one in the folder: another process may have removed it, with its
   * own lock, after this one opened it.
   */
  private static boolean isStill(Path file, FileChannel channel) throws IOException {
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).equals(ByteBuffer.wrap(mark));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // held by this process
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot unlock %s (%s)".formatted(file, e), "remove it by hand", e);
    }
  }
}
