/**
 * The ONNX model as protobuf: the only representation of a model, and the only package that sees
 * the generated classes.
 *
 * <p>Enters: ONNX files, or graphs built node by node. Leaves: {@link io.onnxfi.onnx.OnnxModel},
 * immutable, with the bits of every initializer available. Must not know backends or faults.
 */
package io.onnxfi.onnx;
