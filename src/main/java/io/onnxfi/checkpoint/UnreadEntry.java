package io.onnxfi.checkpoint;

/**
 * An entry that is not read.
 *
 * @param what it is, to follow "found": {@code a quantized tensor}, {@code 5}; what to do may
 *     follow
 * @param isTensor whether PyTorch would make a tensor of it
 */
record UnreadEntry(String what, boolean isTensor) implements Entry {
  static final UnreadEntry QUANTIZED =
      new UnreadEntry("a quantized tensor; save the state dict of the float model", true);

  /** A tensor of a type that is not read. */
  static UnreadEntry ofType(String type) {
    return new UnreadEntry("a tensor of %s; save it as float32 (.float())".formatted(type), true);
  }
}
