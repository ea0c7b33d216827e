package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The format of {@code torch.save} since PyTorch 1.6.
 *
 * <p>A zip archive of stored entries in one folder: {@code data.pkl}, a pickle of the object;
 * {@code data/KEY}, the bytes of each storage; {@code version}, a decimal number; and, since
 * PyTorch 2.0, {@code byteorder}. See {@code torch/serialization.py}, {@code _save}, and {@code
 * caffe2/serialize/inline_container.h}.
 */
final class ZipFormat {
  /** {@code kMaxSupportedFileFormatVersion} of PyTorch 2.7. */
  private static final long MAX_VERSION = 10;

  private static final int MAX_NOTE_BYTES = 16;
  private static final String PICKLE = "data.pkl";

  private ZipFormat() {}

  /**
   * The object, with the tensors that it describes.
   *
   * @throws MalformedInputException if the file is anything else than described above
   * @throws UnsupportedInputException if it is compressed, a program (TorchScript), of another
   *     version or byte order
   */
  static Contents read(FileBytes file) {
    try {
      ZipDirectory zip = ZipDirectory.read(file);
      String folder = folder(file, zip);
      requireKnownVersion(file, zip.require(folder + "version"));
      if (zip.contains(folder + "byteorder")) {
        requireLittleEndian(file, zip.require(folder + "byteorder"));
      }
      return readContents(file, zip, folder);
    } catch (OnnxFiException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library reports bad archives by whatever its own code stumbles over.
      throw new MalformedInputException(
          "%s: expected a zip archive of torch.save, found: %s".formatted(file.name(), reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return PythonValue.printable(String.valueOf(root.getMessage()));
  }

  private static String folder(FileBytes file, ZipDirectory zip) {
    List<String> folders = zip.foldersOf(PICKLE);
    if (folders.isEmpty()) {
      throw MalformedInputException.of(
          file.name(), CheckpointFormat.EXPECTED, ZipContent.describe(file, zip));
    }
    if (folders.size() > 1) {
      throw MalformedInputException.of(
          file.name(), "one FOLDER/" + PICKLE, folders.size() + " of them");
    }
    if (zip.contains(folders.get(0) + "constants.pkl")) {
      throw new UnsupportedInputException(
          file.name()
              + ": a TorchScript program (torch.jit.save), which only PyTorch can run; in Python,"
              + " save the state dict of torch.jit.load(file): torch.save(model.state_dict(), …)");
    }
    return folders.get(0);
  }

  private static void requireKnownVersion(FileBytes file, ZipDirectory.Entry entry) {
    String version = note(file, entry);
    if (!version.matches("\\d{1,9}")) {
      throw MalformedInputException.of(where(file, entry), "a number", "'" + version + "'");
    }
    if (Long.parseLong(version) > MAX_VERSION) {
      throw new UnsupportedInputException(
          "%s: torch.save format version %s; up to %d is supported"
              .formatted(file.name(), version, MAX_VERSION));
    }
  }

  private static void requireLittleEndian(FileBytes file, ZipDirectory.Entry entry) {
    String order = note(file, entry);
    if (order.equals("big")) {
      throw new UnsupportedInputException(
          file.name() + ": written on a big-endian machine; only little-endian is supported");
    }
    if (!order.equals("little")) {
      throw MalformedInputException.of(where(file, entry), "little or big", "'" + order + "'");
    }
  }

  private static String where(FileBytes file, ZipDirectory.Entry entry) {
    return "%s (%s)".formatted(file.name(), PythonValue.printable(entry.name()));
  }

  /** The text of a small entry. */
  private static String note(FileBytes file, ZipDirectory.Entry entry) {
    byte[] bytes = new byte[(int) Math.min(entry.size(), MAX_NOTE_BYTES)];
    file.slice(entry.offset(), bytes.length).get(bytes);
    return PythonValue.printable(new String(bytes, StandardCharsets.ISO_8859_1).strip());
  }

  private static Contents readContents(FileBytes file, ZipDirectory zip, String folder)
      throws IOException {
    ZipDirectory.Entry pickle = zip.require(folder + PICKLE);
    CheckpointInput input =
        new CheckpointInput(
            file.name() + " (" + PICKLE + ")", file, pickle.offset(), pickle.size());
    try {
      AllowListUnpickler unpickler = new AllowListUnpickler(input);
      Object object = unpickler.load();
      Storages storages = new Storages(file);
      Contents contents = Contents.of(file.name(), object, storages, unpickler.foreign());
      input.requireEnd();
      for (StorageView storage : unpickler.storages().values()) {
        ZipDirectory.Entry entry = zip.require(folder + "data/" + storage.key());
        long size = storage.type().bytes(storage.storageElements());
        if (entry.size() != size) {
          throw MalformedInputException.of(
              file.name(),
              "%d bytes in entry '%s'".formatted(size, PythonValue.printable(entry.name())),
              Long.toString(entry.size()));
        }
        storages.add(storage.key(), entry.offset());
      }
      return contents;
    } catch (OnnxFiException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw input.malformed("a pickle of torch.save", e);
    }
  }
}
