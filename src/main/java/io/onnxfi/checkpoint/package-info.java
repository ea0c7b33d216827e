/**
 * Trained parameters as files: PyTorch {@code state_dict} checkpoints and safetensors to named
 * tensors.
 *
 * <p>Enters: a file from somebody else, never trusted, and the names and shapes that a network
 * needs. Leaves: {@link io.onnxfi.tensor.Tensor}s by the network's names, and notes of what was
 * assumed. Must not know models.
 *
 * <p>A pickle is a program for a stack machine. {@link io.onnxfi.checkpoint.Checkpoint} runs it
 * with a list of allowed opcodes and names; an object of any other class becomes a placeholder, of
 * which nothing is built and nothing called. Every dict with tensors in it is a candidate, and the
 * one that fits the network, with one prefix of its names, is taken. Files are mapped, archives
 * never unpacked, tensors read when they are wanted, and every size is checked against the file
 * before memory is taken. The reader reports whatever goes wrong by the exceptions of {@link
 * io.onnxfi.error}.
 */
package io.onnxfi.checkpoint;
