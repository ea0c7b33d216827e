package io.onnxfi.fault.model;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * The thresholds that one pattern gives the bits of one tensor: independent numbers, uniform in [0,
 * 1). A bit is in error at rate p where its threshold is below p.
 *
 * <p>No threshold is stored, and at a rate p only those below the next power of ten are drawn.
 * Thresholds u are counted in the time T = -ln(1 - u), in which they are the first events of
 * independent Poisson processes of rate one, a process for each bit. What happens to a process in
 * disjoint intervals of time is independent. So each decade of thresholds has a random stream of
 * its own, which goes from one bit with an event in that interval to the next (the gap is
 * geometric) and draws when its first event there is (an exponential time, cut off at the
 * interval's end). A bit's threshold is below p if it has an event in a decade below that of p, or
 * in that decade before T(p).
 */
final class BitThresholds {
  /** Where the decades begin and end: the last but for the first, which begins at 0. */
  private static final double[] ENDS = {
    1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1
  };

  private final long pattern;
  private final String tensor;

  /**
   * Of one tensor.
   *
   * @param pattern which of all patterns
   * @param tensor its name
   */
  BitThresholds(long pattern, String tensor) {
    this.pattern = pattern;
    this.tensor = tensor;
  }

  /**
   * The bits whose thresholds are below a rate, in ascending order.
   *
   * @param rate from 0 to 1
   * @param bits how many bits there are
   */
  LongStream below(double rate, long bits) {
    return StreamSupport.longStream(
        Spliterators.spliteratorUnknownSize(
            new Merged(decades(rate, bits)),
            Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
        false);
  }

  private List<Decade> decades(double rate, long bits) {
    List<Decade> decades = new ArrayList<>();
    double start = 0;
    for (int i = 0; i < ENDS.length && start < rate; i++) {
      double end = ENDS[i];
      double limit = end <= rate ? Double.POSITIVE_INFINITY : time(rate);
      RandomGenerator random = TrialRandom.ofPattern(pattern, tensor, i);
      decades.add(new Decade(random, time(start), time(end), limit, bits));
      start = end;
    }
    return decades;
  }

  private static double time(double threshold) {
    return -StrictMath.log1p(-threshold);
  }

  /** The bits with an event in one interval, before a limit. */
  private static final class Decade {
    private final RandomGenerator random;
    private final double start;
    private final double length;
    private final double share; // of bits that have an event
    private final double limit;
    private final long bits;
    private long place = -1; // of the bit that was found last; all bits where there are no more

    Decade(RandomGenerator random, double start, double end, double limit, long bits) {
      this.random = random;
      this.start = start;
      this.length = end - start;
      this.share = -StrictMath.expm1(-length);
      this.limit = limit;
      this.bits = bits;
      advance();
    }

    void advance() {
      double time;
      do {
        // Bits without event before the next that has one: P(at least n) = exp(-length)^n.
        double gap = StrictMath.log(Draws.positiveUnit(random)) / -length;
        if (gap >= bits - place - 1) {
          place = bits;
          return;
        }
        place += 1 + (long) gap;
        // Always drawn, for what follows must not depend on the limit.
        time = start - StrictMath.log1p(-Draws.unit(random) * share);
      } while (!(time < limit));
    }
  }

  /** The bits that any decade has, each once. */
  private static final class Merged implements PrimitiveIterator.OfLong {
    private final Decade[] decades;
    private long next;

    Merged(List<Decade> decades) {
      this.decades = decades.toArray(Decade[]::new);
      this.next = least();
    }

    private long least() {
      long least = Long.MAX_VALUE;
      for (Decade decade : decades) {
        if (decade.place < decade.bits) {
          least = Math.min(least, decade.place);
        }
      }
      return least;
    }

    @Override
    public boolean hasNext() {
      return next < Long.MAX_VALUE;
    }

    @Override
    public long nextLong() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long found = next;
      for (Decade decade : decades) {
        if (decade.place == found) {
          decade.advance();
        }
      }
      next = least();
      return found;
    }
  }
}
