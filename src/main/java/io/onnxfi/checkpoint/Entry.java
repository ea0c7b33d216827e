package io.onnxfi.checkpoint;

/** An entry of a state dict: a tensor, or something else that is known by a word. */
sealed interface Entry permits StoredTensor, UnreadEntry {}
