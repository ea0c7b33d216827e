package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what is below one entry of an archive, within limits, and notes the checksums. */
final class TreeUnpacking implements Packing.Visitor {
  /** More than any of the data sets takes: a small archive can unpack to a full disk. */
  static final long MAX_BYTES = 1L << 31;

  /** More than any of the data sets has; Tiny ImageNet is 120,000 files. */
  static final int MAX_FILES = 200_000;

  private static final int CHUNK = 1 << 16;

  private final Path packed;
  private final String entry;
  private final Path to;
  private final SortedMap<String, Checksum> checksums = new TreeMap<>();
  private final byte[] chunk = new byte[CHUNK];
  private final long maxBytes;
  private final int maxFiles;
  private long bytes;

  /**
   * Unpacks within the usual limits.
   *
   * @param packed the archive, for messages
   * @param entry a folder or file in it
   * @param to where the entry goes; must not exist
   */
  TreeUnpacking(Path packed, String entry, Path to) {
    this(packed, entry, to, MAX_BYTES, MAX_FILES);
  }

  /** As the other constructor, with limits of its own. */
  TreeUnpacking(Path packed, String entry, Path to, long maxBytes, int maxFiles) {
    this.packed = packed;
    this.entry = entry;
    this.to = to;
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
  }

  @Override
  public void file(String name, InputStream content) throws IOException {
    boolean wanted = name.equals(entry) || name.startsWith(entry + "/");
    if (!wanted) {
      return;
    }
    if (checksums.size() == maxFiles) {
      throw tooMuch();
    }
    String path = name.substring(entry.length()).replaceFirst("^/+", "");
    Path file = path.isEmpty() ? to : to.resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      checksums.put(path, copy(content, out));
    } catch (FileAlreadyExistsException e) {
      throw MalformedInputException.of(packed.toString(), "every file once", name + " twice");
    }
  }

  private Checksum copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = Checksum.Algorithm.SHA_256.start();
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      bytes += count;
      if (bytes > maxBytes) {
        throw tooMuch();
      }
      out.write(chunk, 0, count);
      digest.update(chunk, 0, count);
    }
    return Checksum.finish(Checksum.Algorithm.SHA_256, digest);
  }

  private MalformedInputException tooMuch() {
    return MalformedInputException.of(
        packed.toString(),
        "at most %,d files and %,d bytes in all".formatted(maxFiles, maxBytes),
        "more of them");
  }

  /**
   * The checksum of every file, by its path below the entry; empty for the entry itself.
   *
   * @throws MalformedInputException if the archive did not have the entry
   */
  SortedMap<String, Checksum> checksums() {
    if (checksums.isEmpty()) {
      throw MalformedInputException.of(
          packed.toString(), "an entry " + entry, "an archive without it");
    }
    return Collections.unmodifiableSortedMap(checksums);
  }
}
