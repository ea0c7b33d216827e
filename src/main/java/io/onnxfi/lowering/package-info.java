/**
 * What compilers and runtimes make of a float32 model that changes its numbers, as rewritings of
 * the graph: folded batch normalisation, 8-bit integers.
 */
package io.onnxfi.lowering;
