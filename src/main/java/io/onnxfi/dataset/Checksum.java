package io.onnxfi.dataset;

import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a publisher says a file's digest is.
 *
 * @param algorithm how it is computed
 * @param hex the digest in lower-case hexadecimal
 */
public record Checksum(Algorithm algorithm, String hex) {
  /** Digests that publishers of data sets use: against accidents, not against attackers. */
  public enum Algorithm {
    MD5("MD5", 128),
    SHA_256("SHA-256", 256);

    private final String standardName;
    private final int bits;

    Algorithm(String standardName, int bits) {
      this.standardName = standardName;
      this.bits = bits;
    }

    /** A fresh computation of this digest. */
    MessageDigest start() {
      try {
        return MessageDigest.getInstance(standardName);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform provides " + standardName, e);
      }
    }
  }

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if there are too few or too many, or others than 0-9, a-f
   */
  public Checksum {
    int digits = algorithm.bits / 4;
    if (hex.length() != digits || !hex.matches("[0-9a-f]*")) {
      throw new IllegalArgumentException(
          "a %s is %d lower-case hexadecimal digits, found '%s'"
              .formatted(algorithm.standardName, digits, hex));
    }
  }

  /** An MD5 of 32 hexadecimal digits. */
  public static Checksum md5(String hex) {
    return new Checksum(Algorithm.MD5, hex);
  }

  /** A SHA-256 of 64 hexadecimal digits. */
  public static Checksum sha256(String hex) {
    return new Checksum(Algorithm.SHA_256, hex);
  }

  /** The digest of a file's content. */
  public static Checksum of(Path file, Algorithm algorithm) throws IOException {
    MessageDigest digest = algorithm.start();
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(InputFile.require(file)), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return finish(algorithm, digest);
  }

  /** The digest of what was fed to {@code digest} so far, which starts afresh. */
  static Checksum finish(Algorithm algorithm, MessageDigest digest) {
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  /** As people write it: {@code MD5 c32a1d4ab5d03f1284b67883e8d87530}. */
  @Override
  public String toString() {
    return algorithm.standardName + " " + hex;
  }
}
