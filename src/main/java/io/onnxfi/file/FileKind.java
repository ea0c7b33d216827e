package io.onnxfi.file;

/** What a file is, told from its first bytes and never from its name. */
public enum FileKind {
  /** No byte at all. */
  EMPTY("an empty file"),
  /** Only zero bytes, as interrupted downloads and failed disks leave. */
  ZEROS("nothing but zero bytes (an interrupted download?)"),
  /** What Git LFS leaves in place of a large file that it did not get. */
  GIT_LFS_POINTER(
      "a Git LFS pointer in place of it; run 'git lfs pull' where it was cloned, or download the"
          + " file itself"),
  /** A page, often the one that a server shows instead of a download. */
  HTML("an HTML page (a download page or an error message?)"),
  /** XML of any sort. */
  XML("an XML file (an error message of a server?)"),
  /** One compressed file. */
  GZIP("a gzip file; unpack it with gunzip"),
  /** One compressed file. */
  BZIP2("a bzip2 file; unpack it with bunzip2"),
  /** One compressed file. */
  XZ("an xz file; unpack it with unxz"),
  /** One compressed file. */
  ZSTD("a Zstandard file; unpack it with unzstd"),
  /** One compressed file. */
  LZ4("an LZ4 file; unpack it with lz4 -d"),
  /** An archive that is none of the formats that zip is used for. */
  ZIP("a zip archive; unpack it first"),
  /** Several files in one. */
  TAR("a tar archive; unpack it with tar -xf"),
  /** Several files in one. */
  SEVEN_ZIP("a 7z archive; unpack it first"),
  /** Several files in one. */
  RAR("a RAR archive; unpack it first"),
  /** Excel, Word and their like, since 2007. */
  OFFICE("an Office file such as an Excel workbook; save the table as CSV"),
  /** OpenOffice and LibreOffice. */
  OPEN_DOCUMENT("an OpenDocument file; save the table as CSV"),
  /** Excel, Word and their like, before 2007. */
  OLD_OFFICE("an old Office file such as an .xls workbook; save the table as CSV"),
  /** {@code torch.save} since PyTorch 1.6. */
  TORCH_ZIP("a PyTorch file (torch.save)"),
  /** {@code torch.save} before PyTorch 1.6. */
  TORCH_LEGACY("a PyTorch file (torch.save in its old format)"),
  /** {@code torch.jit.save}: code beside the tensors. */
  TORCH_SCRIPT("a TorchScript archive (torch.jit.save or torch.export)"),
  /** Any other pickle. */
  PICKLE("a Python pickle"),
  /** Hugging Face's format of named tensors. */
  SAFETENSORS("a safetensors file"),
  /** A model. */
  ONNX("an ONNX model (what --model takes)"),
  /** A model as ONNX Runtime stores it for small machines. */
  ORT("a model in ORT format; give the .onnx file that it was made of"),
  /** One array. */
  NUMPY("a NumPy array (.npy)"),
  /** Several arrays. */
  NUMPY_ZIP("a NumPy archive (.npz)"),
  /** Keras 2 models and weights, among others. */
  HDF5("an HDF5 file, as Keras writes them"),
  /** Keras 3. */
  KERAS("a Keras 3 model (.keras)"),
  /** TensorFlow's folder of a model has one. */
  SAVED_MODEL("a TensorFlow SavedModel; convert it with tf2onnx"),
  /** A model of TensorFlow Lite. */
  TFLITE("a TensorFlow Lite model; convert it with tf2onnx"),
  /** A model of llama.cpp. */
  GGUF("a GGUF model"),
  /** A table by columns. */
  PARQUET("a Parquet file; write the table as CSV"),
  /** A table by columns. */
  ARROW("an Arrow or Feather file; write the table as CSV"),
  /** A database. */
  SQLITE("an SQLite database"),
  /** A document. */
  PDF("a PDF document"),
  /** An image. */
  PNG("a PNG image"),
  /** An image. */
  JPEG("a JPEG image"),
  /** An image. */
  GIF("a GIF image"),
  /** An image. */
  WEBP("a WebP image"),
  /** An image. */
  TIFF("a TIFF image"),
  /** A binary of Linux. */
  ELF("a program or library of Linux"),
  /** What macOS stores beside a file on other systems. */
  APPLE_DOUBLE("macOS metadata (a '._' file) in place of it"),
  /** A CSV with the columns of faults. */
  FAULT_LIST("a fault list (what --faults takes)"),
  /** Objects or arrays in text. */
  JSON("a JSON file"),
  /** Any other text. */
  TEXT("a text file"),
  /** None of these. */
  UNKNOWN("bytes of no known format");

  /** Bytes that {@link #detect} wants to see, if the file has as many. */
  public static final int HEAD_BYTES = 512;

  private final String label;

  FileKind(String label) {
    this.label = label;
  }

  /** What it is and, where one thing would help, what to do: fit to follow "found". */
  public String label() {
    return label;
  }

  /** Whether the first bytes are those of a known kind, not just any text or bytes. */
  public static boolean isTelling(byte[] head) {
    return switch (detect(head)) {
      case TEXT, UNKNOWN -> false;
      default -> true;
    };
  }

  /**
   * The kind of a file.
   *
   * @param head its first {@link #HEAD_BYTES}, or all of it
   */
  public static FileKind detect(byte[] head) {
    return Signature.kind(head);
  }
}
