package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a legacy checkpoint: five pickles and the storages, any of which can be replaced.
 */
final class LegacyFile {
  static final int MAGIC = 0;
  static final int PROTOCOL = 1;
  static final int SYSTEM = 2;
  static final int OBJECT = 3;
  static final int KEYS = 4;

  /** Everything behind the pickles. */
  private static final int STORAGES = 5;

  private final List<byte[]> parts;

  private LegacyFile(List<byte[]> parts) {
    this.parts = parts;
  }

  /** A sound file: {@code w}, six floats 0.5 ... 5.5 as {@code [2, 3]}, in a bare dict. */
  static LegacyFile sound() {
    PickleBytes storage = new PickleBytes().int64(6);
    for (int i = 0; i < 6; i++) {
      storage.int32(Float.floatToRawIntBits(i + 0.5f));
    }
    byte[] magic =
        PickleBytes.protocol2().raw("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019").stop();
    return new LegacyFile(
        List.of(
            magic,
            PickleBytes.protocol2().integer(1001).stop(),
            PickleBytes.protocol2().raw("}").text("little_endian").raw("\u0088s").stop(),
            dictOf(tensor(0, new long[] {2, 3}, new long[] {3, 1})),
            PickleBytes.protocol2().raw("]").text("S").raw("a").stop(),
            storage.bytes()));
  }

  /** A pickled dict whose only entry is {@code w}. */
  static byte[] dictOf(PickleBytes value) {
    return PickleBytes.protocol2().raw("}").text("w").append(value).raw("s").stop();
  }

  /** A tensor of the sound file's storage. */
  static PickleBytes tensor(long offset, long[] sizes, long[] strides) {
    return new PickleBytes().tensor("FloatStorage", "S", 6, offset, sizes, strides);
  }

  /** This file with another pickle. */
  LegacyFile with(int index, byte[] pickle) {
    List<byte[]> copy = new ArrayList<>(parts);
    copy.set(index, pickle);
    return new LegacyFile(copy);
  }

  /** This file with another object. */
  LegacyFile withObject(byte[] object) {
    return with(OBJECT, object);
  }

  /** This file with other bytes behind the pickles. */
  LegacyFile withStorages(byte[] bytes) {
    return with(STORAGES, bytes);
  }

  /** Where the storages begin, in bytes from the start of the file. */
  int storagesOffset() {
    return parts.subList(0, STORAGES).stream().mapToInt(part -> part.length).sum();
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** Reads this file. */
  Map<String, Tensor> read() {
    return read(bytes());
  }

  /** Reads bytes as a file named {@code test.th}. */
  static Map<String, Tensor> read(byte[] bytes) {
    return Tensors.of(LegacyFormat.read(FileBytes.of("test.th", bytes)));
  }
}
