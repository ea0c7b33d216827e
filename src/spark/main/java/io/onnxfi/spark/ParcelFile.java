package io.onnxfi.spark;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.CampaignParcel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A parcel as one file, for Spark sends files. */
final class ParcelFile {
  private ParcelFile() {}

  /**
   * Packs a folder.
   *
   * @return SHA-256 of the file
   */
  static String pack(CampaignParcel parcel, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Path file : files(parcel.folder())) {
        zip.putNextEntry(new ZipEntry(parcel.folder().relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return sha256(to);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Unpacks a file.
   *
   * @param sha256 that it must have
   * @param folder a new one
   * @throws MalformedInputException if it is another file, or would write elsewhere
   */
  static CampaignParcel unpack(Path file, String sha256, Path folder) throws IOException {
    if (!sha256(file).equals(sha256)) {
      throw MalformedInputException.of(file.toString(), "SHA-256 " + sha256, sha256(file));
    }
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve(entry.getName()).normalize();
        if (!to.startsWith(folder)) {
          throw MalformedInputException.of(
              file.toString(), "entries within its folder", entry.getName());
        }
        Files.createDirectories(to.getParent());
        Files.copy(zip, to);
      }
    }
    return new CampaignParcel(folder);
  }

  private static String sha256(Path file) throws IOException {
    return Checksum.of(file, Checksum.Algorithm.SHA_256).hex();
  }
}
