package io.onnxfi.evidence;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the pairs of a fault and a sample before any is run in a framework.
 *
 * @param screen which are to be run, by what is predicted of them
 * @param proven which need not be, by a bound
 */
public record Settled(PairScreen screen, Optional<ProvenPairs> proven) {
  /** Checks that nothing is missing. */
  public Settled {
    Objects.requireNonNull(screen, "screen");
    Objects.requireNonNull(proven, "proven");
  }

  /** Whether nothing is proven of a pair. */
  boolean isOpen(int fault, int place) {
    return proven.isEmpty() || proven.get().runs(fault, place);
  }

  /** Samples that a fault is proven not critical for. */
  public long proven(int fault) {
    return proven.map(pairs -> pairs.proven(fault)).orElse(0L);
  }

  /** All pairs that are proven not critical. */
  public long allProven() {
    return proven.map(ProvenPairs::proven).orElse(0L);
  }

  /** Tensors whose faults are run on all samples, with a reason if there is one to tell. */
  public Set<String> unruled() {
    Set<String> lines = new TreeSet<>(screen.unruled());
    proven.ifPresent(
        pairs ->
            pairs
                .unruled()
                .forEach((tensor, reason) -> lines.add("%s: %s".formatted(tensor, reason))));
    return lines;
  }
}
