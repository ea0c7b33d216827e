/**
 * Frameworks against each other and against published results.
 *
 * <p>Enters: outcomes per fault and, where at hand, per image. Leaves: figures and a verdict. Must
 * not know backends.
 */
package io.onnxfi.agreement;
