package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.InputFile;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The parameters and running statistics of a trained network, by name, in the order of the file.
 *
 * <p>The tensors are row-major and little-endian; their memory is read-only, so writing to a buffer
 * of theirs throws {@link java.nio.ReadOnlyBufferException}. A leading {@code module.} (the wrapper
 * for parallel training) is taken off every name, and the {@code num_batches_tracked} counters of
 * batch normalisation are left out: inference does not use them, and old files lack them.
 */
public final class Checkpoint {
  private final String file;
  private final CheckpointFormat format;
  private final String sha256;
  private final Map<String, Tensor> tensors;

  private Checkpoint(
      String file, CheckpointFormat format, String sha256, Map<String, Tensor> tensors) {
    this.file = file;
    this.format = format;
    this.sha256 = sha256;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file, trusting nothing in it: no code it names is ever run.
   *
   * @throws MalformedInputException if the file is not what its format promises
   * @throws UnsupportedInputException if it is sound but of a kind that is not read
   * @throws MissingResourceException if it cannot be opened, or is too large for the heap
   */
  public static Checkpoint read(Path file) {
    try {
      return read(FileBytes.map(Files.notExists(file) ? file : InputFile.require(file)));
    } catch (IOException e) {
      throw new MissingResourceException(
          "checkpoint %s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()),
          "give the path of a readable file",
          e);
    }
  }

  /** As {@link #read(Path)}, of a file that is open. */
  static Checkpoint read(FileBytes file) {
    CheckpointFormat format = CheckpointFormat.detect(file.name(), head(file));
    Map<String, Tensor> tensors =
        switch (format) {
          case TORCH_LEGACY -> LegacyFormat.read(file);
          case TORCH_ZIP -> ZipFormat.read(file);
          case SAFETENSORS -> SafetensorsFormat.read(file);
        };
    return new Checkpoint(file.name(), format, sha256(file), tensors);
  }

  private static byte[] head(FileBytes bytes) {
    byte[] head = new byte[(int) Math.min(bytes.size(), CheckpointFormat.HEAD_BYTES)];
    bytes.slice(0, head.length).get(head);
    return head;
  }

  private static String sha256(FileBytes bytes) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (long done = 0; done < bytes.size(); done += FileBytes.MAX_RUN) {
      digest.update(bytes.slice(done, Math.min(bytes.size() - done, FileBytes.MAX_RUN)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The tensors that {@link #toFloat} would change: those of another floating-point type than
   * binary32, by name.
   */
  public Map<String, Tensor> convertible() {
    Map<String, Tensor> found = new LinkedHashMap<>(tensors);
    found.values().removeIf(tensor -> !FloatConversion.applies(tensor.type()));
    return Collections.unmodifiableMap(found);
  }

  /**
   * The same checkpoint with all float16, bfloat16 and double tensors as float. Only double may
   * lose something: it is rounded to the nearest float, ties to even.
   *
   * @throws MalformedInputException if a finite double is beyond the range of float
   * @throws MissingResourceException if the floats would not fit the heap
   */
  public Checkpoint toFloat() {
    Map<String, Tensor> converted = new LinkedHashMap<>(tensors);
    long bytes = 0;
    for (Map.Entry<String, Tensor> entry : convertible().entrySet()) {
      bytes += ElementType.FLOAT.bytes(entry.getValue().shape().size());
      HeapLimit.require(bytes, "converted tensors of " + file);
      String where = file + ": " + PythonValue.printable(entry.getKey());
      converted.put(entry.getKey(), FloatConversion.convert(where, entry.getValue()));
    }
    return new Checkpoint(file, format, sha256, converted);
  }

  /** How the file was laid out. */
  public CheckpointFormat format() {
    return format;
  }

  /** SHA-256 of the whole file as it was read, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** All tensors by name, in the order of the file; cannot be changed. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The tensor with this name, if the file has one. */
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(Objects.requireNonNull(name, "name")));
  }

  /** Format, number of tensors and SHA-256. */
  @Override
  public String toString() {
    return "%s checkpoint of %d tensors, SHA-256 %s".formatted(format, tensors.size(), sha256);
  }
}
