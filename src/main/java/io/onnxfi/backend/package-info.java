/**
 * The contract of an inference framework.
 *
 * <p>Enters: an {@link io.onnxfi.onnx.OnnxModel}. Leaves: a {@link io.onnxfi.backend.Session} that
 * runs it, and runs it with edited elements. Must not know faults or outcomes.
 */
package io.onnxfi.backend;
