package io.onnxfi.spark;

/** What Spark says, in one line. */
final class Lines {
  private Lines() {}

  /** Of its messages, which are long, the first line. */
  static String of(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse(thrown.toString());
  }
}
