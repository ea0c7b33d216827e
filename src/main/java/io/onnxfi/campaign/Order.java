package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * In which order a campaign's faults are run; outcomes do not depend on it.
 *
 * <p>An engine that works layer by layer knows nothing of the last layer until it comes to it. In
 * random order it goes through all layers several times, with more and more faults: after each
 * round the faults done are a simple random sample of all, so that totals say something early.
 */
public final class Order {
  /** Generator of the shuffle: {@link Random}, whose algorithm the Java API specifies. */
  public static final String GENERATOR = "java.util.Random";

  private static final int FIRST_ROUND = 32;
  private static final int LARGEST_ROUND = 512;
  private static final Order LIST = new Order(false, 0);

  private final boolean random;
  private final long seed;

  private Order(boolean random, long seed) {
    this.random = random;
    this.seed = seed;
  }

  /** As the engine likes it, in one round. */
  public static Order list() {
    return LIST;
  }

  /** Shuffled, in rounds of 32, 32, 64, 128, 256, 512 and again 512 faults. */
  public static Order random(long seed) {
    return new Order(true, seed);
  }

  /** Whether the faults done after a round are a random sample. */
  public boolean isRandom() {
    return random;
  }

  /**
   * Faults by round.
   *
   * @param <T> whatever stands for a fault
   */
  public <T> List<List<T>> rounds(List<T> faults) {
    if (!random) {
      return faults.isEmpty() ? List.of() : List.of(List.copyOf(faults));
    }
    List<T> shuffled = new ArrayList<>(faults);
    Collections.shuffle(shuffled, new Random(seed));
    List<List<T>> rounds = new ArrayList<>();
    int from = 0;
    while (from < shuffled.size()) {
      int size = Math.min(Math.max(FIRST_ROUND, from), LARGEST_ROUND);
      int to = Math.min(from + size, shuffled.size());
      rounds.add(List.copyOf(shuffled.subList(from, to)));
      from = to;
    }
    return rounds;
  }
}
