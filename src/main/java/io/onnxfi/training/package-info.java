/**
 * Training an ONNX graph with DJL and writing the learnt parameters back into it.
 *
 * <p>Enters: a model, labelled images and a {@link io.onnxfi.training.Recipe}. Leaves: after every
 * epoch a {@link io.onnxfi.training.TrainingState}, in the end the trained {@link
 * io.onnxfi.onnx.OnnxModel}. The engine computes scores and gradients; order, augmentation,
 * learning rates and updates are ours, so that they are the same everywhere and can be saved. Must
 * not know campaigns.
 */
package io.onnxfi.training;
