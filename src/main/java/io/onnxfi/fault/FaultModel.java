package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;

/** How a fault changes the bit it sits on. */
public sealed interface FaultModel {
  /**
   * The bits of an element under this fault.
   *
   * @param bits the element's fault-free bits
   * @param bit the faulty position, 0 is the least significant
   */
  long apply(long bits, int bit);

  /** As on the command line: {@code flip}, {@code stuck-at-0}, {@code stuck-at-1}. */
  String label();

  /** The bit is inverted: a transient upset, and what the published lists mean by each row. */
  record BitFlip() implements FaultModel {
    @Override
    public long apply(long bits, int bit) {
      return bits ^ (1L << bit);
    }

    @Override
    public String label() {
      return "flip";
    }
  }

  /**
   * The bit always reads as one value: a permanent defect. It changes nothing where the bit has
   * that value anyway.
   *
   * @param one whether the bit reads as 1
   */
  record StuckAt(boolean one) implements FaultModel {
    @Override
    public long apply(long bits, int bit) {
      return one ? bits | (1L << bit) : bits & ~(1L << bit);
    }

    @Override
    public String label() {
      return one ? "stuck-at-1" : "stuck-at-0";
    }
  }

  /**
   * The model of that label.
   *
   * @throws MalformedInputException if there is none
   */
  static FaultModel parse(String label) {
    return switch (label) {
      case "flip" -> new BitFlip();
      case "stuck-at-0" -> new StuckAt(false);
      case "stuck-at-1" -> new StuckAt(true);
      default ->
          throw MalformedInputException.of(
              "--fault", "flip, stuck-at-0 or stuck-at-1", "'" + label + "'");
    };
  }
}
