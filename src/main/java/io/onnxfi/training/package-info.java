/**
 * Training an ONNX graph with DJL and writing the learnt parameters back into it.
 *
 * <p>Enters: a model and labelled images. Leaves: the trained {@link io.onnxfi.onnx.OnnxModel}.
 * Must not know campaigns.
 */
package io.onnxfi.training;
