package io.onnxfi.dataset;

import java.time.Duration;

/**
 * How long a {@link Fetcher} puts up with a bad connection.
 *
 * @param attempts how often a file is tried, at least 1
 * @param firstDelay pause before the second attempt; it doubles with each further one
 * @param connect longest wait for a connection
 * @param stall a connection that delivers nothing for this long, or up to twice as long, is dropped
 */
public record Patience(int attempts, Duration firstDelay, Duration connect, Duration stall) {
  /** Five attempts within about 15 seconds of pauses, and a minute without data. */
  public static final Patience DEFAULT =
      new Patience(5, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(60));

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there is no attempt, or a duration is not positive
   */
  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt is needed, found " + attempts);
    }
    for (Duration duration : new Duration[] {firstDelay, connect, stall}) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("durations must be positive, found " + duration);
      }
    }
  }
}
