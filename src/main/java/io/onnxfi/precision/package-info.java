/**
 * Reduced precision of convolutions and matrix products, as accelerators compute them.
 *
 * <p>Enters: a model, or a fault list with published outcomes. Leaves: a model whose chosen layers
 * round their operands, written in standard operators, so that every backend computes the same; and
 * what a list tells of the precision it was made with. Must not know backends.
 */
package io.onnxfi.precision;
