/**
 * Campaigns on Apache Spark: shards go to executors, tallies come back. The only package that knows
 * Spark; it is built with {@code -Pspark} only.
 *
 * <p>The driver keeps what a run is on one machine: its folder, its journal, the order of its
 * faults. An executor gets the campaign once, in a parcel, checks that it is the same campaign and
 * that its processor and frameworks are those of the driver, and opens one backend for its process.
 */
package io.onnxfi.spark;
