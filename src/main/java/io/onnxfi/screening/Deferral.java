package io.onnxfi.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where rounding is counted. A sum, what a normalisation makes of it and what is added to that are
 * one chain, and a runtime may compute it in one sum or one by one. Either way the error of its end
 * is at most γ(n)·T, with n all roundings of the chain and T the magnitudes of the terms, followed
 * through the chain with the magnitudes of its factors: (1 + γ(a))·(1 + γ(b)) ≤ 1 + γ(a + b),
 * Higham, lemma 3.3. Counted at the end only, it is counted once, not at each step anew.
 */
final class Deferral {
  private final Network network;
  private final boolean[] deferred;
  private final long[] roundings;

  /**
   * Of a network.
   *
   * @param observed places of values that are known to be what the runtime has, where a chain ends
   */
  Deferral(Network network, Set<Integer> observed) {
    this.network = network;
    int steps = network.steps().size();
    this.deferred = new boolean[steps];
    this.roundings = new long[steps];
    List<List<Integer>> readers = new ArrayList<>();
    for (int place = 0; place <= steps; place++) {
      readers.add(new ArrayList<>());
    }
    for (int i = 0; i < steps; i++) {
      for (int read : network.steps().get(i).reads()) {
        readers.get(read).add(i);
      }
    }
    for (int i = 0; i < steps; i++) {
      List<Integer> own = readers.get(i + 1);
      deferred[i] =
          own.size() == 1
              && !observed.contains(i + 1)
              && network.steps().get(i) instanceof LinearStep step
              && step.roundings() > 0
              && network.steps().get(own.get(0)) instanceof LinearStep reader
              && reader.isInPlace()
              && reader.roundings() > 0;
      roundings[i] = own(i);
    }
  }

  /**
   * Roundings from the beginning of a chain on. A step in place takes no more than {@link
   * NetworkBuilder#SCALING} of its own, beside those of any sum that a runtime makes it a part of.
   */
  private long own(int step) {
    long most = network.steps().get(step).roundings();
    boolean ends = false;
    for (int read : network.steps().get(step).reads()) {
      ends |= isDeferred(read);
      most = Math.max(most, isDeferred(read) ? roundings[read - 1] : 0);
    }
    return ends ? most + NetworkBuilder.SCALING : most;
  }

  /** Whether the rounding in what makes a value is counted where it is read. */
  boolean isDeferred(int place) {
    return place > 0 && deferred[place - 1];
  }

  /** Roundings on the way to the end of a chain; 0 if nothing is counted there. */
  long roundings(int step) {
    return deferred[step] ? 0 : roundings[step];
  }

  /**
   * Magnitudes of the terms of a step, those of what it ends included.
   *
   * @param values by place
   * @param terms by step
   */
  double[] terms(int step, double[][] values, double[][] terms) {
    Step own = network.steps().get(step);
    if (own.roundings() == 0) {
      return new double[0];
    }
    int[] reads = own.reads();
    double[][] read = new double[reads.length][];
    for (int i = 0; i < reads.length; i++) {
      read[i] = isDeferred(reads[i]) ? Rounding.raised(terms[reads[i] - 1]) : values[reads[i]];
    }
    return own.terms(read);
  }
}
