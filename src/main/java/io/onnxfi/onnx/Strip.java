package io.onnxfi.onnx;

import java.util.Optional;

/**
 * One axis of images, of which a window is computed.
 *
 * @param extent of the image
 * @param start of the window in the image
 * @param size of the window
 * @param exactFrom first place in the window where it has what the image has
 * @param exactTo behind the last
 * @param from first place in the image that depends on a change
 * @param to behind the last; not above {@code from} if none does
 */
public record Strip(
    long extent, long start, long size, long exactFrom, long exactTo, long from, long to) {
  /** A window of what is known everywhere and has not changed. */
  static Strip of(long extent, long start, long size) {
    return new Strip(extent, start, size, 0, size, 0, 0);
  }

  /** The same with a change. */
  Strip struck(long changedFrom, long changedTo) {
    return new Strip(extent, start, size, exactFrom, exactTo, changedFrom, changedTo);
  }

  private boolean isChanged() {
    return from < to;
  }

  /** Whether the window computes all that depends on the change. */
  boolean holdsChange() {
    return !isChanged() || (from >= start + exactFrom && to <= start + exactTo);
  }

  /** What an operator on single elements makes of this and another; nothing if they do not meet. */
  Optional<Strip> with(Strip other) {
    if (extent != other.extent || start != other.start || size != other.size) {
      return Optional.empty();
    }
    boolean both = isChanged() && other.isChanged();
    Strip changed = isChanged() ? this : other;
    return Optional.of(
        new Strip(
            extent,
            start,
            size,
            Math.max(exactFrom, other.exactFrom),
            Math.min(exactTo, other.exactTo),
            both ? Math.min(from, other.from) : changed.from,
            both ? Math.max(to, other.to) : changed.to));
  }

  /** What an operator makes of it that reads windows of its own. */
  Optional<Strip> through(Windowed operator) {
    long made = operator.made(extent);
    long here = operator.made(size);
    if (start % operator.stride() != 0 || made < 1 || here < 1) {
      return Optional.empty();
    }
    long first = start / operator.stride();
    boolean beginsAtEdge = start == 0 && exactFrom == 0;
    boolean endsAtEdge = start + size == extent && exactTo == size;
    long exact = endsAtEdge ? here : Math.min(here, operator.lastReading(exactTo) + 1);
    boolean fits = first + here <= made && (!endsAtEdge || first + here == made);
    return fits
        ? Optional.of(
            new Strip(
                made,
                first,
                here,
                beginsAtEdge ? 0 : operator.firstWithin(exactFrom),
                exact,
                isChanged() ? Math.max(0, operator.firstReading(from)) : 0,
                isChanged() ? Math.min(made, operator.lastTouching(to) + 1) : 0))
        : Optional.empty();
  }
}
