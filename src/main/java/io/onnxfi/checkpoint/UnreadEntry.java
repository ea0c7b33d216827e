package io.onnxfi.checkpoint;

/**
 * An entry that is not read.
 *
 * @param what it is, to follow "found": {@code a quantized tensor}, {@code 5}
 * @param isTensor whether PyTorch would make a tensor of it
 */
record UnreadEntry(String what, boolean isTensor) implements Entry {}
