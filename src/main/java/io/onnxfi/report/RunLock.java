package io.onnxfi.report;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process at a time in a run directory; the operating system frees the lock of a killed one.
 */
public final class RunLock implements AutoCloseable {
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
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new MissingResourceException(
            "another process is at work in " + file.getParent(), "wait for it or end it");
      }
      return new RunLock(file, channel);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot lock %s (%s)".formatted(file, e), "choose another folder", e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this process
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot unlock %s (%s)".formatted(file, e), "remove it by hand", e);
    }
  }
}
