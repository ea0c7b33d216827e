/**
 * What a fault did: golden against faulty outputs, image by image, and the counts per fault.
 *
 * <p>Must not know backends.
 */
package io.onnxfi.outcome;
