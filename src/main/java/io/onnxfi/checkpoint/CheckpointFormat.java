package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a checkpoint file is laid out, told from its first bytes and never from its name. */
public enum CheckpointFormat {
  /** {@code torch.save} before PyTorch 1.6: five pickles, then the storages. */
  TORCH_LEGACY,
  /** {@code torch.save} since PyTorch 1.6: a zip archive of a pickle and the storages. */
  TORCH_ZIP,
  /** A JSON header, then the elements. */
  SAFETENSORS;

  /** Bytes that {@link #detect} wants to see, if the file has as many. */
  static final int HEAD_BYTES = 256;

  /** The pickle opcode that opens every pickle of protocol 2 and above. */
  private static final String PICKLE = "\u0080";

  private static final String ZIP = "PK";

  /** How a pointer begins, and a later line of it; specification of Git LFS, docs/spec.md. */
  private static final String LFS_POINTER = "version https://git-lfs";

  private static final Pattern LFS_SIZE = Pattern.compile("\nsize (\\d{1,18})\\b");

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
    if (text.startsWith(LFS_POINTER)) {
      throw MalformedInputException.of(
          file,
          "a checkpoint",
          "a Git LFS pointer in place of it%s; run 'git lfs pull' where it was cloned, or download"
                  .formatted(lfsSize(text))
              + " the file itself");
    }
    throw MalformedInputException.of(
        file,
        "a torch.save file (0x80 or 'PK' at offset 0) or safetensors ('{' at offset 8)",
        head.length == 0 ? "an empty file" : firstBytes(head));
  }

  private static String lfsSize(String pointer) {
    Matcher size = LFS_SIZE.matcher(pointer);
    return size.find() ? " (" + size.group(1) + " bytes)" : "";
  }

  private static String firstBytes(byte[] head) {
    return "0x" + HexFormat.of().formatHex(head, 0, Math.min(head.length, 4));
  }
}
