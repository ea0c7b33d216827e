package io.onnxfi.profile;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Exact percentiles of any number of elements in memory that does not grow with it: the elements
 * are gone through several times, and each time another 16 bits of the wanted ones become known
 * (selection by radix, the highest bits first).
 *
 * <p>A percentile p of n numbers is at position p/100·(n−1) of the sorted ones, and between two of
 * them on the line that joins them (definition 7 of R. Hyndman, Y. Fan: Sample Quantiles in
 * Statistical Packages, 1996; NumPy's default).
 */
final class OrderStatistics {
  private static final int DIGIT = Short.SIZE;
  private static final int DIGITS = 1 << DIGIT;

  private final ElementType type;
  private final double[] percentiles;
  private final int passes;
  private final long mask;

  /** 0 if the type has none. */
  private final long sign;

  /** Negative numbers with a magnitude come in the reverse order of their bits. */
  private final long ofNegative;

  /** Of the elements that are sought: before the first pass ranks in all elements. */
  private long[] ranks = {};

  /** Their known highest bits. */
  private long[] prefixes = {};

  private int pass;
  private long elements;

  /**
   * Percentiles of elements of a type.
   *
   * @param percentiles from 0 to 100
   */
  OrderStatistics(ElementType type, List<Double> percentiles) {
    this.type = type;
    this.mask = type.mask();
    this.sign = type.signBit() < 0 ? 0 : 1L << type.signBit();
    this.ofNegative = type.isFloatingPoint() && sign != 0 ? -1 : sign;
    this.percentiles = percentiles.stream().mapToDouble(Double::doubleValue).toArray();
    this.passes = (type.bits() + DIGIT - 1) / DIGIT;
  }

  /** How often the elements must be gone through. */
  int passes() {
    return passes;
  }

  /** What one thread counts in one pass. */
  final class Counts {
    private final long[] known = Arrays.stream(prefixes).distinct().sorted().toArray();
    private final long[][] counts = new long[Math.max(1, known.length)][DIGITS];
    private final int shift = (passes - 1 - pass) * DIGIT;

    /** Which of the known prefixes each one is, from 1; 0 if it is none. */
    private final byte[] places = new byte[pass == 1 ? DIGITS : 0];

    private Counts() {
      for (int i = 0; i < known.length && pass == 1; i++) {
        places[(int) known[i]] = (byte) (i + 1);
      }
    }

    private int place(long prefix) {
      if (known.length == 0) {
        return 0;
      }
      return places.length > 0 ? places[(int) prefix] - 1 : Arrays.binarySearch(known, prefix);
    }

    /** Takes the bits of a finite element. */
    void add(long bits) {
      long key = key(bits);
      int of = place(key >>> shift >>> DIGIT);
      if (of >= 0) {
        counts[of][(int) (key >>> shift) & (DIGITS - 1)]++;
      }
    }

    private void plus(Counts other) {
      for (int of = 0; of < counts.length; of++) {
        for (int digit = 0; digit < DIGITS; digit++) {
          counts[of][digit] += other.counts[of][digit];
        }
      }
    }

    private long[] of(long prefix) {
      return counts[place(prefix)];
    }
  }

  /** For the elements of the pass that comes next. */
  Counts counts() {
    return new Counts();
  }

  /**
   * Ends a pass.
   *
   * @param all what threads counted
   */
  void end(List<Counts> all) {
    Counts sum = all.get(0);
    all.subList(1, all.size()).forEach(sum::plus);
    if (pass == 0) {
      long n = Arrays.stream(sum.of(0)).sum();
      ranks =
          n == 0
              ? new long[0]
              : DoubleStream.of(percentiles)
                  .mapToLong(p -> (long) Math.floor(position(p, n)))
                  .flatMap(low -> LongStream.of(low, Math.min(low + 1, n - 1)))
                  .toArray();
      prefixes = new long[ranks.length];
      elements = n;
    }
    for (int i = 0; i < ranks.length; i++) {
      long[] counts = sum.of(prefixes[i]);
      int digit = 0;
      while (ranks[i] >= counts[digit]) {
        ranks[i] -= counts[digit++];
      }
      prefixes[i] = prefixes[i] << DIGIT | digit;
    }
    pass++;
  }

  private static double position(double percentile, long n) {
    return percentile / 100 * (n - 1);
  }

  /** The percentiles, after the last pass; none of no elements. */
  List<Double> values() {
    double[] values = new double[ranks.length / 2];
    for (int i = 0; i < values.length; i++) {
      double low = ElementValues.value(type, bits(prefixes[2 * i]));
      double high = ElementValues.value(type, bits(prefixes[2 * i + 1]));
      double position = position(percentiles[i], elements);
      values[i] = low + (high - low) * (position - Math.floor(position));
    }
    return DoubleStream.of(values).boxed().toList();
  }

  /** Bits in an order that is that of the numbers. */
  private long key(long bits) {
    return (bits ^ ((bits & sign) != 0 ? ofNegative : sign)) & mask;
  }

  private long bits(long key) {
    return (key ^ ((key & sign) == 0 ? ofNegative : sign)) & mask;
  }
}
