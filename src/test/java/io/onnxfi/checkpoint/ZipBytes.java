package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The entries of a zip checkpoint, any of which can be replaced, added or left out. */
final class ZipBytes {
  private final Map<String, byte[]> entries;
  private final int method;

  private ZipBytes(Map<String, byte[]> entries, int method) {
    this.entries = entries;
    this.method = method;
  }

  /** A sound file: {@code w}, six floats 0.5 ... 5.5 as {@code [2, 3]}, in a bare dict. */
  static ZipBytes sound() {
    PickleBytes storage = new PickleBytes();
    for (int i = 0; i < 6; i++) {
      storage.int32(Float.floatToRawIntBits(i + 0.5f));
    }
    return new ZipBytes(new LinkedHashMap<>(), ZipEntry.STORED)
        .with("a/data.pkl", LegacyFile.dictOf(LegacyFile.tensor(0, dims(2, 3), dims(3, 1))))
        .with("a/byteorder", "little")
        .with("a/data/S", storage.bytes())
        .with("a/version", "3\n");
  }

  private static long[] dims(long... dims) {
    return dims;
  }

  ZipBytes with(String name, byte... content) {
    return withAll(Map.of(name, content));
  }

  ZipBytes withAll(Map<String, byte[]> more) {
    Map<String, byte[]> copy = new LinkedHashMap<>(entries);
    copy.putAll(more);
    return new ZipBytes(copy, method);
  }

  ZipBytes with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  ZipBytes without(String name) {
    Map<String, byte[]> copy = new LinkedHashMap<>(entries);
    copy.remove(name);
    return new ZipBytes(copy, method);
  }

  ZipBytes compressed() {
    return new ZipBytes(entries, ZipEntry.DEFLATED);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(header(entry.getKey(), entry.getValue()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private ZipEntry header(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry header = new ZipEntry(name);
    header.setMethod(method);
    header.setSize(content.length);
    header.setCrc(crc.getValue());
    return header;
  }

  Map<String, Tensor> read() {
    return read(bytes());
  }

  /** Reads bytes as a file named {@code test.pt}. */
  static Map<String, Tensor> read(byte[] bytes) {
    return Tensors.of(ZipFormat.read(FileBytes.of("test.pt", bytes)));
  }
}
