package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.InputFile;
import io.onnxfi.onnx.OnnxModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A training between two epochs, in a file from which it continues.
 *
 * <p>Big-endian: {@value #MAGIC} in ASCII, the version (4 bytes), the length of the body (8), the
 * body as {@link StateCodec} writes it, its CRC-32C (4). The file is replaced only once the new one
 * is on the disk, so that a killed training has a whole one, of this epoch or the one before.
 */
public final class TrainingFile {
  private static final String MAGIC = "ONNXFI-TRAINING\n";
  private static final int VERSION = 1;

  private final Path file;

  /** A file that may or may not be there. */
  public TrainingFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * Writes a state, replacing the one that is there.
   *
   * @param options by which a training is told from another
   */
  public void write(Map<String, String> options, TrainingState state) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      StateCodec.write(new DataOutputStream(body), options, state);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(whole);
      out.writeBytes(MAGIC);
      out.writeInt(VERSION);
      out.writeLong(body.size());
      body.writeTo(out);
      out.writeInt(checksum(body.toByteArray()));
      writeThrough(fresh, whole.toByteArray());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "free some space or choose another --out", e);
    }
  }

  private static void writeThrough(Path to, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /**
   * Reads the state.
   *
   * @param options of the training that is to go on
   * @param model its graph, with any values
   * @throws MalformedInputException if the file is damaged, or of a training with other options,
   *     naming the first that differs
   */
  public TrainingState read(Map<String, String> options, OnnxModel model) {
    try (DataInputStream body = new DataInputStream(new ByteArrayInputStream(body()))) {
      requireSame(StateCodec.readOptions(body), options);
      return StateCodec.readState(body, model);
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }

  /** The body, checked. */
  private byte[] body() throws IOException {
    byte[] bytes = Files.readAllBytes(InputFile.require(file));
    int header = MAGIC.length() + Integer.BYTES + Long.BYTES;
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length()];
    if (bytes.length >= header) {
      buffer.get(magic);
    }
    if (!MAGIC.equals(new String(magic, StandardCharsets.US_ASCII))) {
      throw MalformedInputException.of(
          file.toString(), "an interrupted training", InputFile.found(file));
    }
    int version = buffer.getInt();
    if (version != VERSION) {
      throw MalformedInputException.of(file.toString(), "version " + VERSION, "version " + version);
    }
    long length = buffer.getLong();
    if (length != bytes.length - header - Integer.BYTES) {
      throw MalformedInputException.of(
          file.toString(), (header + length + Integer.BYTES) + " bytes", bytes.length + " bytes");
    }
    byte[] body = new byte[(int) length];
    buffer.get(body);
    int stated = buffer.getInt();
    if (stated != checksum(body)) {
      throw MalformedInputException.of(
          file.toString(),
          "checksum %08x".formatted(stated),
          "damaged bytes with checksum %08x".formatted(checksum(body)));
    }
    return body;
  }

  private void requireSame(Map<String, String> there, Map<String, String> wanted) {
    Map<String, String> all = new TreeMap<>(there);
    all.putAll(wanted);
    for (String option : all.keySet()) {
      String old = there.get(option);
      String now = wanted.get(option);
      if (!String.valueOf(old).equals(now)) {
        throw new MalformedInputException(
            "%s belongs to another training: its %s is %s, here it is %s"
                .formatted(file, option, old, now));
      }
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Removes the file of a finished training. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot remove %s (%s)".formatted(file, e), "remove it by hand", e);
    }
  }
}
