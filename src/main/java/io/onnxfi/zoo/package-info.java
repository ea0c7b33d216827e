/**
 * The published architectures as ONNX graphs whose initializers bear the published PyTorch names.
 *
 * <p>Enters: the names of an architecture and of a data set, and a source of parameters. Leaves: an
 * {@link io.onnxfi.onnx.OnnxModel}. Must not know DJL or ONNX Runtime.
 */
package io.onnxfi.zoo;
