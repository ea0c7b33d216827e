/**
 * Hardware faults and the lists that name them.
 *
 * <p>Enters: a fault list (published CSV) and a model to resolve it against. Leaves: {@link
 * io.onnxfi.fault.Fault}s, each one bit of one element of one initializer. Must not know backends.
 */
package io.onnxfi.fault;
