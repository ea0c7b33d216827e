/**
 * Frameworks against each other and against published results.
 *
 * <p>Enters: outcomes per fault and, where at hand, per image. Leaves: figures with intervals, and
 * whether two sides are equivalent. A list is a sample of all faults of a model and each fault is
 * one observation; the images are taken as given. Must not know backends.
 */
package io.onnxfi.agreement;
