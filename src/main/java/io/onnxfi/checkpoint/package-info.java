/**
 * Trained parameters as files: PyTorch {@code state_dict} checkpoints and safetensors to named
 * tensors.
 *
 * <p>Enters: a file from somebody else, never trusted. Leaves: names and {@link
 * io.onnxfi.tensor.Tensor}s in the order of the file. Must not know models.
 *
 * <p>A pickle is a program for a stack machine. {@link io.onnxfi.checkpoint.Checkpoint} runs it
 * with a list of allowed opcodes and names. Files are mapped, archives never unpacked, and every
 * size is checked against the file before memory is taken. The reader reports whatever goes wrong
 * by the exceptions of {@link io.onnxfi.error}.
 */
package io.onnxfi.checkpoint;
