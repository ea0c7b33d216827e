package io.onnxfi.fault.model;

import io.onnxfi.tensor.ElementType;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Those bits of the region are inverted that a pattern has in error at a rate: each with the same
 * probability, independently of all others, but a bit that is in error at one rate is in error at
 * every higher one.
 *
 * <p>As in Stutz et al., Bit Error Robustness for Energy-Efficient DNN Accelerators (MLSys 2021), a
 * fixed set of patterns is shared by rates and models, so that curves are smooth and models see the
 * same errors. What a pattern has in error depends on its number, the tensor's name and the place
 * of the bit in the region alone: not on the seed of the campaign, the trial, or what else is hit.
 *
 * @param rate probability for one bit, from 0 to 1
 * @param pattern which of all patterns, from 0
 * @param only the bit of each element to which the errors are confined, 0 is the least significant;
 *     all bits if empty
 */
public record NestedBitErrors(double rate, long pattern, OptionalInt only) implements FaultModel {
  /** Checks the numbers. */
  public NestedBitErrors {
    Objects.requireNonNull(only, "only");
    if (!(rate >= 0 && rate <= 1) || pattern < 0 || only.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "bit errors at rate %s of pattern %d in bit %s".formatted(rate, pattern, only));
    }
  }

  /** The errors in all bits. */
  public NestedBitErrors(double rate, long pattern) {
    this(rate, pattern, OptionalInt.empty());
  }

  @Override
  public String label() {
    String all = "ber:" + Decimals.shortest(rate) + "," + pattern;
    return only.isPresent() ? all + "," + only.getAsInt() : all;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireBits(where, target);
    only.ifPresent(bit -> Refusals.requireBit(where, target, bit));
  }

  /**
   * The bits of a tensor that are in error, in ascending order: bit {@code place % width} of
   * element {@code place / width} of its row-major elements, where width is that of the type. What
   * is asked of the stream is all that is drawn: whether there is any costs nothing, however large
   * the tensor.
   *
   * @param tensor its name in the model
   * @param elements how many it has
   */
  public LongStream places(String tensor, ElementType type, long elements) {
    int width = type.bits();
    LongStream all =
        new BitThresholds(pattern, tensor).below(rate, Math.multiplyExact(elements, width));
    return only.isPresent() ? all.filter(place -> place % width == only.getAsInt()) : all;
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    RegionBits bits = new RegionBits(target, changes);
    places(target.tensor(), target.type(), target.region().size()).forEach(bits::invert);
    bits.finish();
  }
}
