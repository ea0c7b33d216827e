/**
 * What a fault did: golden against faulty outputs, image by image, and the counts per trial, as
 * they are measured ({@link io.onnxfi.outcome.OutcomeCounts}) and as a file tells them ({@link
 * io.onnxfi.outcome.Outcomes}).
 *
 * <p>Must not know backends.
 */
package io.onnxfi.outcome;
