package io.onnxfi.campaign;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an engine did in one backend.
 *
 * @param nanos time of all workers together by stage, in nanoseconds
 * @param runs how much was run, by faulty initializer
 */
public record Effort(Map<Stage, Long> nanos, Map<String, Runs> runs) implements Serializable {
  /** Nothing. */
  public static final Effort NONE = new Effort(Map.of(), Map.of());

  /** Copies. */
  public Effort {
    Map<Stage, Long> times = new EnumMap<>(Stage.class);
    times.putAll(nanos);
    nanos = Collections.unmodifiableMap(times);
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
  }

  /**
   * (fault, image) pairs of one initializer.
   *
   * @param heads run through the head
   * @param changed with other values at the cut behind it
   */
  public record Runs(long heads, long changed) implements Serializable {
    Runs plus(Runs other) {
      return new Runs(heads + other.heads, changed + other.changed);
    }
  }

  /** Both together. */
  public Effort plus(Effort other) {
    Map<Stage, Long> times = new EnumMap<>(Stage.class);
    times.putAll(nanos);
    other.nanos.forEach((stage, time) -> times.merge(stage, time, Long::sum));
    Map<String, Runs> all = new LinkedHashMap<>(runs);
    other.runs.forEach((name, count) -> all.merge(name, count, Runs::plus));
    return new Effort(times, all);
  }
}
