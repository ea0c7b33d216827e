package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What planning lets a framework open, so that it stays below what it can save.
 *
 * <p>The cost of opening a graph grows faster than its nodes: ONNX Runtime takes milliseconds for
 * hundreds, minutes for a hundred thousand. It counts here as if each node cost one for itself and
 * one more for every {@value #NODES_FOR_ANOTHER} nodes of the graph.
 */
final class Openings {
  private static final long NODES_FOR_ANOTHER = 5_000;

  /** What planning may always cost: a quarter of an hour at most, on two cores. */
  private static final long ALWAYS = 20_000_000;

  private final long most;
  private final AtomicLong spent = new AtomicLong();

  private Openings(long most) {
    this.most = most;
  }

  /** Half of what it costs to open the whole model for each fault, or what may always be spent. */
  static Openings of(Campaign campaign) {
    long whole = cost(campaign.model().nodes().size());
    return new Openings(Math.max(ALWAYS, whole * campaign.size() / 2));
  }

  private static long cost(long nodes) {
    return nodes + nodes * nodes / NODES_FOR_ANOTHER;
  }

  /** Counts a graph that is opened. */
  void add(int nodes) {
    spent.addAndGet(cost(nodes));
  }

  /** Whether there is nothing left for a graph that is opened this many times. */
  boolean forbid(int nodes, int times) {
    return spent.get() + times * cost(nodes) > most;
  }
}
