package io.onnxfi.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * What has arrived of a file so far.
 *
 * <p>Throws {@link UncheckedIOException} for what the local disk does, which tells it from what the
 * network does: only the latter is worth another attempt.
 */
record PartFile(Path path) {
  private static final int CHUNK = 1 << 16;

  /** Bytes so far; 0 if there is no such file. */
  long size() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds the bytes so far to {@code digest}. */
  void digestInto(MessageDigest digest) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the bytes so far are all there are to come. */
  boolean matches(Checksum checksum) {
    MessageDigest digest = checksum.algorithm().start();
    digestInto(digest);
    return Checksum.finish(checksum.algorithm(), digest).equals(checksum);
  }

  /** Opens the file, to go on at its end or to start over. */
  Sink open(boolean append) {
    try {
      return new Sink(
          Files.newOutputStream(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the bytes that arrive. */
  record Sink(OutputStream out) implements AutoCloseable {
    void write(byte[] bytes, int count) {
      try {
        out.write(bytes, 0, count);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
