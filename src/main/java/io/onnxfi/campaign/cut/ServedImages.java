package io.onnxfi.campaign.cut;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a worker held last. A shard of the same images and of a layer that is no earlier goes on
 * with it; otherwise all layers before its own would be computed again.
 */
final class ServedImages {
  private final long room;

  /** The last first; no image twice. */
  private final Deque<Served> held = new ArrayDeque<>();

  /**
   * Nothing yet.
   *
   * @param room bytes that the worker may hold, also of what it works on
   */
  ServedImages(long room) {
    this.room = room;
  }

  /**
   * Takes out what a schedule for some images can go on with. Gives up what else there is of these
   * images, and what was held longest, until there is room for them.
   */
  Optional<Served> take(CutSchedule schedule, int from, int to) {
    Optional<Served> found =
        held.stream().filter(served -> served.serves(schedule, from, to)).findFirst();
    found.ifPresent(held::remove);
    held.stream().filter(served -> served.meets(from, to)).toList().forEach(this::giveUp);
    long needed = schedule.bytesPerImage() * (to - from);
    while (!held.isEmpty() && needed + bytes() > room) {
      giveUp(held.getLast());
    }
    return found;
  }

  private void giveUp(Served served) {
    held.remove(served);
    served.release();
  }

  /** What is held. */
  long bytes() {
    return held.stream().mapToLong(Served::bytes).sum();
  }

  /** Keeps images, with what the last of their layers needed. */
  void add(Served served) {
    held.addFirst(served);
  }
}
