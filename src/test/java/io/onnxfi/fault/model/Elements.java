package io.onnxfi.fault.model;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Region;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Elements of one tensor, to which changes are made one after the other. */
final class Elements implements Changes {
  private final ElementType type;
  private final long[] bits;

  Elements(ElementType type, long... bits) {
    this.type = type;
    this.bits = bits.clone();
  }

  /** Elements of arbitrary bits. */
  static Elements random(ElementType type, int size, RandomGenerator random) {
    Elements elements = new Elements(type, new long[size]);
    for (int i = 0; i < size; i++) {
      elements.bits[i] = random.nextLong() & type.mask();
    }
    return elements;
  }

  @Override
  public void bits(long position, long kept, long inverted) {
    int i = Math.toIntExact(position);
    bits[i] = (bits[i] & kept) ^ inverted;
    if ((bits[i] & ~type.mask()) != 0) {
      throw new AssertionError("bits beyond %s: %x".formatted(type, bits[i]));
    }
  }

  @Override
  public void add(long position, double amount) {
    int i = Math.toIntExact(position);
    bits[i] = ElementValues.plus(type, bits[i], amount);
  }

  /** All elements, with a bit that is named. */
  Target target(int bit) {
    return target(OptionalInt.of(bit), null);
  }

  /** All elements, with no bit that is named. */
  Target target() {
    return target(OptionalInt.empty(), null);
  }

  Target target(OptionalInt bit, Spread spread) {
    return new Target("conv1.weight", type, new Region.All(bits.length), bit, () -> spread);
  }

  /** A fault in all elements, with the random numbers of a trial. */
  Elements with(FaultModel model, Target target, long trial) {
    Elements faulty = new Elements(type, bits);
    model.disturb(target, TrialRandom.of(1, trial), faulty);
    return faulty;
  }

  long[] bits() {
    return bits.clone();
  }

  double value(int i) {
    return ElementValues.value(type, bits[i]);
  }

  /** Bits in which these elements differ from others. */
  long[] differing(Elements other) {
    long[] differing = new long[bits.length];
    for (int i = 0; i < bits.length; i++) {
      differing[i] = bits[i] ^ other.bits[i];
    }
    return differing;
  }
}
