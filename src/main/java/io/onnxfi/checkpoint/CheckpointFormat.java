package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** How a checkpoint file is laid out, told from its first bytes and never from its name. */
public enum CheckpointFormat {
  /** {@code torch.save} before PyTorch 1.6: five pickles, then the storages. */
  TORCH_LEGACY,
  /** {@code torch.save} since PyTorch 1.6: a zip archive. Recognised, but not read yet. */
  TORCH_ZIP;

  /** Bytes that {@link #detect} wants to see, if the file has as many. */
  static final int HEAD_BYTES = 64;

  /** The pickle opcode that opens every pickle of protocol 2 and above. */
  private static final String PICKLE = "\u0080";

  private static final String ZIP = "PK";
  private static final String LFS_POINTER = "version https://git-lfs";

  /**
   * The format of a file.
   *
   * @param file named in the message only
   * @param head its first {@link #HEAD_BYTES}, or all of it
   * @throws MalformedInputException if it is neither format
   */
  static CheckpointFormat detect(Path file, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith(PICKLE)) {
      return TORCH_LEGACY;
    }
    if (text.startsWith(ZIP)) {
      return TORCH_ZIP;
    }
    throw MalformedInputException.of(
        file.toString(),
        "a torch.save file (0x80 or 'PK' at offset 0)",
        text.startsWith(LFS_POINTER)
            ? "a Git LFS pointer in place of the file"
            : head.length == 0 ? "an empty file" : firstBytes(head));
  }

  private static String firstBytes(byte[] head) {
    return "0x" + HexFormat.of().formatHex(head, 0, Math.min(head.length, 4));
  }
}
