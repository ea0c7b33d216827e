package io.onnxfi.spark;

import io.onnxfi.run.Execution.EngineKind;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a task says of its campaign: which parcel, which framework, how to run.
 *
 * @param parcel name of the file that Spark has sent to every executor
 * @param sha256 of that file
 * @param backend id of the framework
 * @param engine which engine
 * @param memory bytes for the golden caches of a task; 0 for its share of the usual
 * @param excluded places of faults that no engine may touch, not even to plan
 */
record Ticket(
    String parcel,
    String sha256,
    String backend,
    EngineKind engine,
    long memory,
    Set<Integer> excluded)
    implements Serializable {
  /** Copies. */
  Ticket {
    excluded = Set.copyOf(excluded);
  }

  /** The same with another engine. */
  Ticket with(EngineKind other) {
    return new Ticket(parcel, sha256, backend, other, memory, excluded);
  }

  /** The same without some more faults. */
  Ticket without(List<Integer> faults) {
    Set<Integer> all = new HashSet<>(excluded);
    all.addAll(faults);
    return new Ticket(parcel, sha256, backend, engine, memory, all);
  }
}
