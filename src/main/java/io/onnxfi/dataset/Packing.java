package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a publisher packs files; unpacks only those that are asked for, each verified. */
enum Packing {
  /** One file, compressed. */
  GZIP {
    @Override
    void unpack(Path archive, DataRoot root, List<ExpectedFile> files) throws IOException {
      try (InputStream in = gunzip(archive)) {
        for (ExpectedFile file : files) {
          write(in, file, archive, root);
        }
      }
    }
  },

  /** A compressed tar archive. */
  TAR_GZ {
    @Override
    void unpack(Path archive, DataRoot root, List<ExpectedFile> files) throws IOException {
      Map<String, ExpectedFile> missing =
          new HashMap<>(
              files.stream().collect(Collectors.toMap(ExpectedFile::path, Function.identity())));
      try (TarArchiveInputStream tar = new TarArchiveInputStream(gunzip(archive))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          refuseEscape(archive, entry, root);
          ExpectedFile file = missing.remove(entry.getName());
          if (file != null) {
            write(tar, file, archive, root);
          }
        }
      }
      if (!missing.isEmpty()) {
        throw MalformedInputException.of(
            archive.toString(), "entries " + missing.keySet(), "an archive without them");
      }
    }
  };

  private static final int CHUNK = 1 << 16;

  /**
   * Puts files in their places below {@code root}, one after the other, replacing what is there
   * once the new one is verified.
   *
   * @throws MalformedInputException if a file is not in the archive or not as described, or an
   *     entry would land outside the folder or is a link
   */
  abstract void unpack(Path archive, DataRoot root, List<ExpectedFile> files) throws IOException;

  private static InputStream gunzip(Path archive) throws IOException {
    return new GzipCompressorInputStream(
        new BufferedInputStream(Files.newInputStream(archive), CHUNK));
  }

  /** Refuses archives that try to write elsewhere, even in entries that nobody asked for. */
  private static void refuseEscape(Path archive, TarArchiveEntry entry, DataRoot root) {
    Path base = root.directory().toAbsolutePath().normalize();
    boolean plain = entry.isFile() || entry.isDirectory();
    boolean link = entry.isLink() || entry.isSymbolicLink();
    if (!plain || link || !base.resolve(entry.getName()).normalize().startsWith(base)) {
      throw MalformedInputException.of(
          archive.toString(),
          "only files and folders inside the archive's own folder",
          "entry '%s'%s".formatted(entry.getName(), link ? ", a link" : ""));
    }
  }

  private static void write(InputStream in, ExpectedFile file, Path archive, DataRoot root)
      throws IOException {
    Path target = root.resolve(file.path());
    Path temporary = target.resolveSibling(target.getFileName() + ".unpacking");
    Files.createDirectories(target.toAbsolutePath().getParent());
    try {
      Checksum found = copy(in, temporary, file);
      if (!found.equals(file.checksum())) {
        throw MalformedInputException.of(
            archive + ", entry " + file.path(),
            "%d bytes with %s".formatted(file.bytes(), file.checksum()),
            "%d bytes with %s".formatted(Files.size(temporary), found));
      }
      Fetcher.move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes at most one byte more than promised: a small archive can unpack to a full disk. */
  private static Checksum copy(InputStream in, Path to, ExpectedFile file) throws IOException {
    MessageDigest digest = file.checksum().algorithm().start();
    long left = file.bytes() + 1;
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(to)) {
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (count < 0) {
          break;
        }
        out.write(chunk, 0, count);
        digest.update(chunk, 0, count);
        left -= count;
      }
    }
    return Checksum.finish(file.checksum().algorithm(), digest);
  }
}
