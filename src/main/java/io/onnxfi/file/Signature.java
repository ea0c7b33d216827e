package io.onnxfi.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How files of a kind begin.
 *
 * @param kind of file
 * @param offset of the bytes
 * @param bytes as ISO 8859-1
 */
record Signature(FileKind kind, int offset, String bytes) {
  private static final List<Signature> FIXED =
      Stream.of(
              at(FileKind.GIT_LFS_POINTER, "version https://git-lfs"),
              at(FileKind.GZIP, "\u001f\u008b"),
              at(FileKind.BZIP2, "BZh"),
              at(FileKind.XZ, "\u00fd7zXZ\0"),
              at(FileKind.ZSTD, "(\u00b5/\u00fd"),
              at(FileKind.LZ4, "\u0004\"M\u0018"),
              at(FileKind.SEVEN_ZIP, "7z\u00bc\u00af'\u001c"),
              at(FileKind.RAR, "Rar!\u001a\u0007"),
              at(FileKind.OLD_OFFICE, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
              at(FileKind.NUMPY, "\u0093NUMPY"),
              at(FileKind.HDF5, "\u0089HDF\r\n\u001a\n"),
              at(FileKind.GGUF, "GGUF"),
              at(FileKind.PARQUET, "PAR1"),
              at(FileKind.ARROW, "ARROW1\0"),
              at(FileKind.ARROW, "FEA1"),
              at(FileKind.SQLITE, "SQLite format 3\0"),
              at(FileKind.PDF, "%PDF-"),
              at(FileKind.PNG, "\u0089PNG\r\n\u001a\n"),
              at(FileKind.JPEG, "\u00ff\u00d8\u00ff"),
              at(FileKind.GIF, "GIF8"),
              at(FileKind.TIFF, "II*\0"),
              at(FileKind.TIFF, "MM\0*"),
              at(FileKind.ELF, "\u007fELF"),
              at(FileKind.APPLE_DOUBLE, "\0\u0005\u0016\u0007"),
              new Signature(FileKind.WEBP, 8, "WEBP"),
              new Signature(FileKind.TFLITE, 4, "TFL3"),
              new Signature(FileKind.ORT, 4, "ORTM"),
              new Signature(FileKind.TAR, 257, "ustar"))
          .toList();

  /** The number that opens torch.save's old format: 0x1950a86a20f9469cfc6c as a pickled integer. */
  private static final String TORCH_MAGIC = "\u008a\n" + "l\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  private static final String PICKLE = "\u0080";
  private static final String ZIP = "PK\u0003\u0004";
  private static final String EMPTY_ZIP = "PK\u0005\u0006";
  private static final int ZIP_NAME_LENGTH = 26;
  private static final int ZIP_NAME = 30;
  private static final int SAFETENSORS_JSON = 8;

  /** Older ones have been extinct since 2017; TensorFlow's SavedModel begins with a 1 there. */
  private static final int FIRST_ONNX_VERSION = 3;

  private static final int LAST_ONNX_VERSION = 64;

  /** Fields of a ModelProto that may follow the version: field number × 8 + wire type. */
  private static final String ONNX_FIELDS = "\u0012\u001a\"(2:Br\u00a2";

  private static Signature at(FileKind kind, String bytes) {
    return new Signature(kind, 0, bytes);
  }

  static FileKind kind(byte[] head) {
    if (head.length == 0) {
      return FileKind.EMPTY;
    }
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    if (bytes.chars().allMatch(b -> b == 0)) {
      return FileKind.ZEROS;
    }
    if (bytes.startsWith(ZIP) || bytes.startsWith(EMPTY_ZIP)) {
      return zip(bytes);
    }
    if (bytes.startsWith(PICKLE)) {
      return bytes.startsWith(TORCH_MAGIC, 2) ? FileKind.TORCH_LEGACY : FileKind.PICKLE;
    }
    for (Signature signature : FIXED) {
      if (bytes.startsWith(signature.bytes, signature.offset)) {
        return signature.kind;
      }
    }
    // The length of the header comes first; above 4 GiB it would not be one.
    if (bytes.startsWith("\0\0\0{", SAFETENSORS_JSON - 3)) {
      return FileKind.SAFETENSORS;
    }
    if (bytes.startsWith("\b\u0001\u0012")) {
      return FileKind.SAVED_MODEL;
    }
    if (isOnnx(bytes)) {
      return FileKind.ONNX;
    }
    return text(head);
  }

  private static boolean isOnnx(String bytes) {
    return bytes.length() > 2
        && bytes.charAt(0) == '\b'
        && bytes.charAt(1) >= FIRST_ONNX_VERSION
        && bytes.charAt(1) <= LAST_ONNX_VERSION
        && ONNX_FIELDS.indexOf(bytes.charAt(2)) >= 0;
  }

  /** A zip archive is told by its first entry. */
  private static FileKind zip(String bytes) {
    if (bytes.length() < ZIP_NAME) {
      return FileKind.ZIP;
    }
    int length = bytes.charAt(ZIP_NAME_LENGTH) + (bytes.charAt(ZIP_NAME_LENGTH + 1) << Byte.SIZE);
    String name = bytes.substring(ZIP_NAME, Math.min(bytes.length(), ZIP_NAME + length));
    if (name.endsWith("/data.pkl")) {
      return FileKind.TORCH_ZIP;
    }
    if (name.contains("/code/") || name.endsWith("/constants.pkl")) {
      return FileKind.TORCH_SCRIPT;
    }
    if (name.endsWith(".npy")) {
      return FileKind.NUMPY_ZIP;
    }
    return switch (name) {
      case "[Content_Types].xml", "_rels/.rels" -> FileKind.OFFICE;
      case "mimetype" -> FileKind.OPEN_DOCUMENT;
      case "metadata.json", "config.json" -> FileKind.KERAS;
      default -> FileKind.ZIP;
    };
  }

  private static FileKind text(byte[] head) {
    String start = FirstText.of(head).strip().toLowerCase(Locale.ROOT);
    if (start.isEmpty()) {
      return FileKind.UNKNOWN;
    }
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return FileKind.HTML;
    }
    if (start.startsWith("<?xml") || start.startsWith("<svg")) {
      return start.contains("<html") ? FileKind.HTML : FileKind.XML;
    }
    if (start.contains("tensorindex") && !start.startsWith("{")) {
      return FileKind.FAULT_LIST;
    }
    return isJson(start) ? FileKind.JSON : FileKind.TEXT;
  }

  private static boolean isJson(String start) {
    String inner = start.substring(1).strip();
    char next = inner.isEmpty() ? '\n' : inner.charAt(0);
    return switch (start.charAt(0)) {
      case '{' -> "\"}\n".indexOf(next) >= 0;
      case '[' -> "[{\"\n".indexOf(next) >= 0;
      default -> false;
    };
  }
}
