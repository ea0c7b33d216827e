/**
 * Hardware faults and the lists that name them.
 *
 * <p>Enters: a fault list (published CSV) and a model to resolve it against. Leaves: {@link
 * io.onnxfi.fault.Trial}s in the words of the list, with {@link io.onnxfi.fault.Labels} by which
 * statistics tell them apart; where each fault is in the model, a {@link
 * io.onnxfi.fault.PlacedFault}; or an {@link io.onnxfi.fault.AuditReport} of what is wrong with a
 * list. Must not know backends.
 */
package io.onnxfi.fault;
