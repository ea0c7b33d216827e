package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/** What a fault does to the elements that it reaches. */
public sealed interface FaultModel permits BitFlip, StuckAt {
  /** As on the command line and in lists: {@code flip}, {@code burst:3}, {@code ber:1e-6}. */
  String label();

  /** Whether it acts on the bit that a list names; else it chooses bits or values itself. */
  boolean needsBit();

  /** Whether anything about it is drawn at random. */
  boolean isRandom();

  /**
   * Says what happens to the elements of a target. What is said depends on the target and the
   * generator's state alone.
   *
   * @throws io.onnxfi.error.MalformedInputException if the target cannot have this fault: a bit
   *     beyond its type, a value that the type does not hold
   */
  void disturb(Target target, RandomGenerator random, Changes changes);
}
