/**
 * Hardware faults and the lists that name them.
 *
 * <p>Enters: a fault list (published CSV) and a model to resolve it against. Leaves: {@link
 * io.onnxfi.fault.Fault}s, each one bit of one element of one initializer, or an {@link
 * io.onnxfi.fault.AuditReport} of what is wrong with a list. Must not know backends.
 */
package io.onnxfi.fault;
