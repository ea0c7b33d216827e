package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The format of {@code torch.save} before PyTorch 1.6, still written on request.
 *
 * <p>Five pickles, one after the other: a magic number, the protocol version 1001, facts about the
 * writing system, the object, and the list of storage keys. The storages follow in the order of the
 * keys, up to the end of the file: each an int64 number of elements, then the elements, all
 * little-endian. See {@code torch/serialization.py}, {@code _legacy_save}.
 */
final class LegacyFormat {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  /** The number as pickles of all protocols have it: little-endian, ten bytes. */
  private static final String MAGIC_TEXT = "l\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  /** With the opcodes of any protocol before it. */
  private static final int MAGIC_BYTES = 25;

  private LegacyFormat() {}

  /**
   * The object, with the tensors that it describes.
   *
   * @throws MalformedInputException if the file is anything else than described above
   * @throws UnsupportedInputException if it is of another protocol or byte order
   */
  static Contents read(FileBytes file) {
    CheckpointInput input = new CheckpointInput(file);
    try {
      readPreamble(input);
      AllowListUnpickler unpickler = new AllowListUnpickler(input);
      Object object = unpickler.load();
      Storages storages = new Storages(file);
      Contents contents = Contents.of(file.name(), object, storages, unpickler.foreign());
      if (!(unpickle(input) instanceof List<?> keys)) {
        throw input.malformed("a list of storage keys before offset " + input.offset(), "none");
      }
      readStorages(input, unpickler.storages(), keys, storages);
      input.requireEnd();
      return contents;
    } catch (OnnxFiException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library reports bad pickles by whatever its own code stumbles over.
      throw input.malformed("a legacy torch.save file", e);
    }
  }

  /** Looked for in the bytes, because whatever another pickle holds is of no interest. */
  private static void requireMagic(CheckpointInput input) throws IOException {
    byte[] head = input.head(MAGIC_BYTES);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length == MAGIC_BYTES && !text.contains(MAGIC_TEXT)) {
      throw notTorch(input);
    }
    if (!MAGIC.equals(unpickle(input))) {
      throw notTorch(input);
    }
  }

  private static MalformedInputException notTorch(CheckpointInput input) {
    return input.malformed(
        CheckpointFormat.EXPECTED,
        "a Python pickle that torch.save did not write; in Python, save tensors by"
            + " torch.save(state_dict, 'state_dict.pt')");
  }

  private static void readPreamble(CheckpointInput input) throws IOException {
    requireMagic(input);
    long protocol = PythonValue.integer(unpickle(input), "protocol version");
    if (protocol != PROTOCOL) {
      throw new UnsupportedInputException(
          "%s: legacy torch.save protocol %d; only %d is supported"
              .formatted(input.name(), protocol, PROTOCOL));
    }
    Object system = unpickle(input);
    Object littleEndian = system instanceof PythonDict dict ? dict.get("little_endian") : null;
    if (!(littleEndian instanceof Boolean little)) {
      throw input.malformed(
          "a dict with the bool little_endian before offset " + input.offset(),
          PythonValue.describe(system));
    }
    if (!little) {
      throw new UnsupportedInputException(
          input.name() + ": written on a big-endian machine; only little-endian is supported");
    }
  }

  /** A pickle that torch.save makes of plain values only. */
  private static Object unpickle(CheckpointInput input) throws IOException {
    AllowListUnpickler unpickler = new AllowListUnpickler(input);
    Object value = unpickler.load();
    if (!unpickler.foreign().isEmpty()) {
      throw input.malformed(
          "only plain values before offset " + input.offset(),
          unpickler.foreign().iterator().next());
    }
    return value;
  }

  /** Each storage of the pickle, {@code declared} by key, once. */
  private static void readStorages(
      CheckpointInput input, Map<String, StorageView> declared, List<?> keys, Storages storages) {
    for (Object item : keys) {
      String key = PythonValue.text(item, "storage key");
      StorageView storage = declared.get(key);
      if (storage == null || !storages.add(key, input.offset() + Long.BYTES)) {
        throw input.malformed(
            "each storage of the pickle once",
            "the unknown or repeated key '" + PythonValue.printable(key) + "'");
      }
      skipStorage(input, storage);
    }
    // Each key was a declared one and none came twice.
    if (keys.size() < declared.size()) {
      throw input.malformed(declared.size() + " storages", Integer.toString(keys.size()));
    }
  }

  private static void skipStorage(CheckpointInput input, StorageView storage) {
    long offset = input.offset();
    long elements = input.readLong();
    if (elements != storage.storageElements()) {
      throw input.malformed(
          "%d elements of a storage at offset %d".formatted(storage.storageElements(), offset),
          Long.toString(elements));
    }
    input.skipExactly(Math.multiplyExact(elements, storage.type().bytes(1)));
  }
}
