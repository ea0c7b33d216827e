package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/** What a fault does to the elements that it reaches. */
public sealed interface FaultModel
    permits AbsoluteNoise,
        BitCount,
        BitErrorRate,
        BitFlip,
        Burst,
        FixedBits,
        NestedBitErrors,
        RandomBetween,
        RandomBits,
        RandomByte,
        RandomInRange,
        RelativeNoise,
        SetValue,
        StuckAt,
        Zero {
  /**
   * As on the command line and in lists: {@code flip}, {@code burst:3}, {@code ber:1e-6}. {@link
   * FaultModels#parse} gives an equal model back.
   */
  String label();

  /** Whether it acts on the bit that a list names; else it chooses bits or values itself. */
  default boolean needsBit() {
    return false;
  }

  /** Whether anything about it may be drawn at random. */
  default boolean isRandom() {
    return false;
  }

  /** Whether it depends on how the fault-free elements of the tensor are spread. */
  default boolean needsSpread() {
    return false;
  }

  /**
   * Refuses a target that cannot have this fault, before anything is drawn or run.
   *
   * @param where what to blame in a message: file, row and site
   * @throws io.onnxfi.error.MalformedInputException if the bit is beyond the type, the type does
   *     not hold the value, or the region has fewer bits than the fault
   */
  void check(String where, Target target);

  /**
   * Says what happens to the elements of a target. What is said depends on the target and the
   * generator's state alone.
   *
   * @throws io.onnxfi.error.MalformedInputException as {@link #check}, or if the elements have no
   *     range to draw from
   */
  void disturb(Target target, RandomGenerator random, Changes changes);
}
