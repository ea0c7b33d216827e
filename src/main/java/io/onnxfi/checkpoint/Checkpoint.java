package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  /** The file, decoded text of up to twice its size, and strided tensors must fit at once. */
  private static final int HEAP_SHARE = 8;

  private final CheckpointFormat format;
  private final String sha256;
  private final Map<String, Tensor> tensors;

  private Checkpoint(CheckpointFormat format, String sha256, Map<String, Tensor> tensors) {
    this.format = format;
    this.sha256 = sha256;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file, trusting nothing in it: no code it names is ever run.
   *
   * @throws MalformedInputException if the file is not what its format promises
   * @throws UnsupportedInputException if its format is known but not read
   * @throws MissingResourceException if it cannot be opened, or is too large for the heap
   */
  public static Checkpoint read(Path file) {
    try {
      CheckpointFormat format = CheckpointFormat.detect(file, head(file));
      return switch (format) {
        case TORCH_LEGACY -> readLegacy(file);
        case TORCH_ZIP ->
            throw new UnsupportedInputException(
                file
                    + ": the zip format of torch.save (PyTorch 1.6 and newer) comes later; save it"
                    + " with _use_new_zipfile_serialization=False to read it now");
      };
    } catch (IOException e) {
      throw new MissingResourceException(
          "checkpoint %s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()),
          "give the path of a readable file",
          e);
    }
  }

  private static Checkpoint readLegacy(Path file) throws IOException {
    requireHeap(file, Files.size(file));
    byte[] content = Files.readAllBytes(file);
    CheckpointInput input = new CheckpointInput(file.toString(), ByteBuffer.wrap(content));
    return new Checkpoint(CheckpointFormat.TORCH_LEGACY, sha256(content), LegacyFormat.read(input));
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(CheckpointFormat.HEAD_BYTES);
    }
  }

  private static void requireHeap(Path file, long size) {
    long limit = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    if (size > limit) {
      throw new MissingResourceException(
          "checkpoint %s has %d bytes, but this heap allows %d".formatted(file, size, limit),
          "raise -Xmx (at most 2 GiB per file can be read)");
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** How the file was laid out. */
  public CheckpointFormat format() {
    return format;
  }

  /** SHA-256 of the whole file, 64 lower-case hexadecimal digits. */
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
