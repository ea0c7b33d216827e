package io.onnxfi.checkpoint;

import io.onnxfi.error.MissingResourceException;

/** Asks whether copies fit the heap before they are made, for a message in place of an error. */
final class HeapLimit {
  /** The other half is for the model that is made of the copies. */
  private static final int SHARE = 2;

  private HeapLimit() {}

  /**
   * Fails if {@code bytes} are more than a good part of the heap.
   *
   * @param what takes them, for the message
   */
  static void require(long bytes, String what) {
    long limit = Runtime.getRuntime().maxMemory() / SHARE;
    if (bytes > limit) {
      throw new MissingResourceException(
          "%s take %d bytes, but this heap allows %d".formatted(what, bytes, limit),
          "give Java a larger one, for example ONNXFI_JAVA_OPTIONS=-Xmx8g");
    }
  }
}
