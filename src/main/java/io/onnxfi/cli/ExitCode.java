package io.onnxfi.cli;

import io.onnxfi.error.Failure;

/** What the process ends with. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** The comparison, verification or audit failed. */
  static final int DISAGREEMENT = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  /** The machine lacks something: data, a GPU, the network, disk. */
  static final int MISSING = 3;

  /** A defect in OnnxFI; EX_SOFTWARE of sysexits.h. */
  static final int DEFECT = 70;

  /** Nobody reads the results any more, as with {@code | head}; 128 + SIGPIPE, as shells count. */
  static final int ABANDONED = 141;

  private ExitCode() {}

  /** After a failure. */
  static int of(Failure.Kind kind) {
    return switch (kind) {
      case BAD_INPUT -> BAD_INPUT;
      case MISSING -> MISSING;
      case DEFECT -> DEFECT;
    };
  }
}
