package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import java.nio.charset.StandardCharsets;

/** How a checkpoint file is laid out, told from its first bytes and never from its name. */
public enum CheckpointFormat {
  /** {@code torch.save} before PyTorch 1.6: five pickles, then the storages. */
  TORCH_LEGACY,
  /** {@code torch.save} since PyTorch 1.6: a zip archive of a pickle and the storages. */
  TORCH_ZIP,
  /** A JSON header, then the elements. */
  SAFETENSORS;

  /** Bytes that {@link #detect} wants to see, if the file has as many. */
  static final int HEAD_BYTES = FileKind.HEAD_BYTES;

  /** The pickle opcode that opens every pickle of protocol 2 and above. */
  private static final String PICKLE = "\u0080";

  private static final String ZIP = "PK";

  /**
   * The format of a file.
   *
   * @param file named in the message only
   * @param head its first {@link #HEAD_BYTES}, or all of it
   * @throws MalformedInputException if it is none of them
   */
  static CheckpointFormat detect(String file, byte[] head) {
    if (SafetensorsFormat.opens(head)) {
      return SAFETENSORS;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith(PICKLE)) {
      return TORCH_LEGACY;
    }
    if (text.startsWith(ZIP)) {
      return TORCH_ZIP;
    }
    throw MalformedInputException.of(
        file,
        "a torch.save file (0x80 or 'PK' at offset 0) or safetensors ('{' at offset 8)",
        InputFile.found(head));
  }
}
