package io.onnxfi.file;

import java.nio.charset.StandardCharsets;

/**
 * Whose file it is.
 *
 * @param backend id of the backend, at most {@value #MAX_BACKEND} ASCII characters
 * @param fingerprint SHA-256 of what tells the run from others and of the backend, in hexadecimal
 */
public record RunStamp(String backend, String fingerprint) {
  static final int MAX_BACKEND = 32;
  private static final int SHOWN = 12;

  /** Checks the form. */
  public RunStamp {
    if (backend.isEmpty()
        || backend.length() > MAX_BACKEND
        || !StandardCharsets.US_ASCII.newEncoder().canEncode(backend)) {
      throw new IllegalArgumentException("not a backend id: '" + backend + "'");
    }
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256: '" + fingerprint + "'");
    }
  }

  /** The first digits of the fingerprint, for messages. */
  String shortly() {
    return fingerprint.substring(0, SHOWN);
  }
}
