package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a checkpoint file is laid out, told from its first bytes and never from its name. */
public enum CheckpointFormat {
  /** {@code torch.save} before PyTorch 1.6: five pickles, then the storages. */
  TORCH_LEGACY,
  /** {@code torch.save} since PyTorch 1.6: a zip archive of a pickle and the storages. */
  TORCH_ZIP,
  /** A JSON header, then the elements. */
  SAFETENSORS,
  /** A JSON file that says which of several files each tensor is in. */
  SHARDED;

  /** Bytes that {@link #detect} wants to see, if the file has as many. */
  static final int HEAD_BYTES = FileKind.HEAD_BYTES;

  /** What would be one, for messages. */
  static final String EXPECTED = "a state dict of torch.save, or safetensors";

  /** How TensorFlow ends the names of its parts, which have no sign at their beginning. */
  private static final Pattern TENSORFLOW =
      Pattern.compile("\\.(index|meta|data-\\d{5}-of-\\d{5})$");

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
    if (FileKind.detect(head) == FileKind.JSON) {
      return SHARDED;
    }
    boolean isTensorFlow =
        FileKind.detect(head) == FileKind.UNKNOWN && TENSORFLOW.matcher(file).find();
    throw MalformedInputException.of(
        file, EXPECTED, isTensorFlow ? "a part of a TensorFlow checkpoint" : InputFile.found(head));
  }
}
