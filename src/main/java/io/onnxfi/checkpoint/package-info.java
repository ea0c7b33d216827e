/**
 * Trained parameters as files: PyTorch {@code state_dict} checkpoints to named tensors.
 *
 * <p>Enters: a file from somebody else, never trusted. Leaves: names and {@link
 * io.onnxfi.tensor.Tensor}s in the order of the file. Must not know models.
 */
package io.onnxfi.checkpoint;
