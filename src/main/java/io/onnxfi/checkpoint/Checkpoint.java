package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.InputFile;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of trained parameters: one state dict or several, and whatever a training script saved.
 */
public final class Checkpoint {
  private final CheckpointFormat format;
  private final String sha256;
  private final Contents contents;

  private Checkpoint(CheckpointFormat format, String sha256, Contents contents) {
    this.format = format;
    this.sha256 = sha256;
    this.contents = contents;
  }

  /**
   * Reads a file, trusting nothing in it: no code it names is ever run.
   *
   * @throws MalformedInputException if there is no such file, or it is not what its format promises
   * @throws UnsupportedInputException if it is sound but of a kind that is not read
   * @throws MissingResourceException if it is too large for the heap
   */
  public static Checkpoint read(Path file) {
    try {
      return read(FileBytes.map(InputFile.require(file)));
    } catch (IOException e) {
      throw new MissingResourceException(
          "checkpoint %s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()),
          "give the path of a readable file",
          e);
    }
  }

  /** As {@link #read(Path)}, of a file that is open. */
  static Checkpoint read(FileBytes file) throws IOException {
    CheckpointFormat format = CheckpointFormat.detect(file.name(), head(file));
    if (format != CheckpointFormat.SHARDED) {
      return new Checkpoint(format, sha256(List.of(file)), read(file, format));
    }
    List<FileBytes> files = new ArrayList<>(List.of(file));
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<String> foreign = new ArrayList<>();
    for (Path path : ShardIndex.files(file)) {
      FileBytes shard = FileBytes.map(path);
      Contents contents = read(shard, CheckpointFormat.detect(shard.name(), head(shard)));
      contents.candidates().get(0).entries().forEach(entries::putIfAbsent);
      foreign.addAll(contents.foreign());
      files.add(shard);
    }
    return new Checkpoint(format, sha256(files), Contents.of(file.name(), entries, foreign));
  }

  private static Contents read(FileBytes file, CheckpointFormat format) {
    return switch (format) {
      case TORCH_LEGACY -> LegacyFormat.read(file);
      case TORCH_ZIP -> ZipFormat.read(file);
      case SAFETENSORS -> SafetensorsFormat.read(file);
      case SHARDED ->
          throw MalformedInputException.of(
              file.name(), "tensors in a file that an index names", "another index");
    };
  }

  private static byte[] head(FileBytes bytes) {
    byte[] head = new byte[(int) Math.min(bytes.size(), CheckpointFormat.HEAD_BYTES)];
    bytes.slice(0, head.length).get(head);
    return head;
  }

  private static String sha256(List<FileBytes> files) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (FileBytes bytes : files) {
      for (long done = 0; done < bytes.size(); done += FileBytes.MAX_RUN) {
        digest.update(bytes.slice(done, Math.min(bytes.size() - done, FileBytes.MAX_RUN)));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * What a network needs of it.
   *
   * @param wanted names and shapes
   * @param key the path of the state dict in the file, keys with dots between, perhaps with a
   *     prefix of its names behind; empty for the only one that fits
   * @throws MalformedInputException if none fits, or several do
   * @throws UnsupportedInputException if it is a whole model, or of tensors that are not read
   */
  public StateDict stateDict(ParameterShapes wanted, Optional<String> key) {
    Fit fit = new Selection(contents, wanted).choose(key);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : wanted.shapes().keySet()) {
      tensors.put(name, ((StoredTensor) fit.entry(name)).read());
    }
    return new StateDict(contents.file(), tensors, SelectionNotes.of(contents, fit));
  }

  /**
   * The same of a network whose last layer may have another number of outputs there: it then comes
   * as it is in the file.
   *
   * @throws MalformedInputException if none fits, or several do
   * @throws UnsupportedInputException if it is a whole model, or of tensors that are not read
   */
  public StateDict stateDictOfAnyOutputs(ParameterShapes wanted) {
    return stateDict(new Selection(contents, wanted).withItsOutputs(), Optional.empty());
  }

  /** How the file was laid out. */
  public CheckpointFormat format() {
    return format;
  }

  /**
   * SHA-256 of the whole file as it was read, 64 lower-case hexadecimal digits; of an index and the
   * files that it names, in the order of their names.
   */
  public String sha256() {
    return sha256;
  }

  /** What was found in it. */
  Contents contents() {
    return contents;
  }

  /** Format and SHA-256. */
  @Override
  public String toString() {
    return "%s checkpoint, SHA-256 %s".formatted(format, sha256);
  }
}
