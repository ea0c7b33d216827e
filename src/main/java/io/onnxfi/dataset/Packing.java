package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a publisher packs files. */
enum Packing {
  /** One file, compressed; its name is the archive's without {@code .gz}. */
  GZIP {
    @Override
    void forEachFile(Path archive, Visitor visitor) throws IOException {
      try (InputStream in = gunzip(archive)) {
        visitor.file(archive.getFileName().toString().replaceFirst("\\.gz$", ""), in);
      }
    }
  },

  /** A compressed tar archive. */
  TAR_GZ {
    @Override
    void forEachFile(Path archive, Visitor visitor) throws IOException {
      try (TarArchiveInputStream tar = new TarArchiveInputStream(gunzip(archive))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          boolean link = entry.isLink() || entry.isSymbolicLink();
          // A tar archive can hold devices and pipes as well.
          boolean plain = entry.isFile() || entry.isDirectory();
          refuseEscape(archive, entry.getName(), link, plain);
          if (!entry.isDirectory()) {
            visitor.file(entry.getName(), tar);
          }
        }
      }
    }
  },

  /** A zip archive. */
  ZIP {
    @Override
    void forEachFile(Path archive, Visitor visitor) throws IOException {
      try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
          refuseEscape(archive, entry.getName(), entry.isUnixSymlink(), true);
          if (!entry.isDirectory()) {
            try (InputStream in = zip.getInputStream(entry)) {
              visitor.file(entry.getName(), in);
            }
          }
        }
      }
    }
  };

  private static final int CHUNK = 1 << 16;

  /** Takes the files of an archive. */
  interface Visitor {
    /**
     * One file.
     *
     * @param name with {@code /} between the parts; stays within the folder it is resolved in
     * @param content to be read within the call, or not at all
     */
    void file(String name, InputStream content) throws IOException;
  }

  /**
   * Hands over every file, in the order of the archive.
   *
   * @throws MalformedInputException if an entry would land outside the folder, is a link or no file
   */
  abstract void forEachFile(Path archive, Visitor visitor) throws IOException;

  private static InputStream gunzip(Path archive) throws IOException {
    return new GzipCompressorInputStream(
        new BufferedInputStream(Files.newInputStream(archive), CHUNK));
  }

  /** Refuses archives that try to write elsewhere, even in entries that nobody asked for. */
  private static void refuseEscape(Path archive, String name, boolean link, boolean plain) {
    if (!plain || link || !staysInside(name)) {
      throw MalformedInputException.of(
          archive.toString(),
          "only files and folders inside the archive's own folder",
          "entry '%s'%s".formatted(name, link ? ", a link" : ""));
    }
  }

  private static boolean staysInside(String name) {
    try {
      Path base = Path.of("base").toAbsolutePath().normalize();
      return base.resolve(name).normalize().startsWith(base);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
