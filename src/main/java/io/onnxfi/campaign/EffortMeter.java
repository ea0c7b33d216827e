package io.onnxfi.campaign;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Adds up what one worker does, or several whose time passes together. */
public final class EffortMeter {
  private final int workers;
  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private final Map<String, Effort.Runs> runs = new LinkedHashMap<>();
  private Effort.Runs lately = new Effort.Runs(0, 0);
  private long headsBefore;
  private long tailsBefore;
  private long since = System.nanoTime();

  /** The meter of one worker. */
  public EffortMeter() {
    this(1);
  }

  /** The meter of workers that begin and end each stage together. */
  public EffortMeter(int workers) {
    this.workers = workers;
  }

  /** What went before is nobody's time. */
  public void begin() {
    since = System.nanoTime();
  }

  /** The time since the last call went into this stage. */
  public void spent(Stage stage) {
    long now = System.nanoTime();
    nanos.merge(stage, (now - since) * workers, Long::sum);
    since = now;
  }

  /** A batch has been tried. */
  public void ran(String initializer, int heads, int changed) {
    runs.merge(initializer, new Effort.Runs(heads, changed), Effort.Runs::plus);
    lately = lately.plus(new Effort.Runs(heads, changed));
  }

  /** Begins to count what {@link #costPerImage} says. */
  public void restart() {
    lately = new Effort.Runs(0, 0);
    headsBefore = nanos.getOrDefault(Stage.HEAD, 0L);
    tailsBefore = nanos.getOrDefault(Stage.TAIL, 0L);
  }

  /** Nanoseconds of a head and a tail since the restart, if any image changed. */
  public OptionalDouble costPerImage() {
    if (lately.changed() == 0) {
      return OptionalDouble.empty();
    }
    double heads = nanos.getOrDefault(Stage.HEAD, 0L) - headsBefore;
    double tails = nanos.getOrDefault(Stage.TAIL, 0L) - tailsBefore;
    return OptionalDouble.of(heads / lately.heads() + tails / lately.changed());
  }

  /** What was counted so far. */
  public Effort effort() {
    return new Effort(nanos, runs);
  }
}
