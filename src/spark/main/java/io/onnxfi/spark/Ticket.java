package io.onnxfi.spark;

import io.onnxfi.run.Execution;
import java.io.Serializable;

/**
 * What a task says of its campaign: which parcel, which framework, how to run.
 *
 * @param parcel name of the file that Spark has sent to every executor
 * @param sha256 of that file
 * @param backend id of the framework
 * @param engine which engine
 * @param memory bytes for the golden caches of a process; 0 for as much as usual
 */
record Ticket(
    String parcel, String sha256, String backend, Execution.EngineKind engine, long memory)
    implements Serializable {}
