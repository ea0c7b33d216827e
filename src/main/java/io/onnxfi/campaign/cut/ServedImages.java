package io.onnxfi.campaign.cut;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a worker held last. A shard of the same images and of a layer that is no earlier goes on
 * with it; otherwise all layers before its own would be computed again.
 */
final class ServedImages {
  /** The last first. */
  private final Deque<Served> held = new ArrayDeque<>();

  /** Takes out what a schedule for some images can go on with. */
  Optional<Served> take(CutSchedule schedule, int from, int to) {
    Optional<Served> found =
        held.stream().filter(served -> served.serves(schedule, from, to)).findFirst();
    found.ifPresent(held::remove);
    return found;
  }

  /** Gives up what was held longest, until there are no more than so many images. */
  void shrink(int images) {
    while (held.stream().mapToInt(Served::images).sum() > images) {
      held.removeLast().release();
    }
  }

  void add(Served served) {
    held.addFirst(served);
  }
}
