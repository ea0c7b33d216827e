/**
 * Fault-injection campaigns: every fault on every image in each backend.
 *
 * <p>Enters: a model, faults, images and backends. Leaves: a stream of outcomes to listeners. Must
 * not know frameworks by name, nor how a model is cut.
 */
package io.onnxfi.campaign;
