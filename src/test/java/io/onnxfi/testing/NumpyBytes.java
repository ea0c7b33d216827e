package io.onnxfi.testing;

import io.onnxfi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as NumPy writes them, byte by byte; see {@code numpy.lib.format}. */
public final class NumpyBytes {
  private NumpyBytes() {}

  /** An array of version 1. */
  public static byte[] array(String descr, String shape, byte... elements) {
    return array(
        1,
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(descr, shape),
        elements);
  }

  /** An array with this header. */
  public static byte[] array(int version, String header, byte... elements) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(elements).flip();
    byte[] all = new byte[bytes.remaining()];
    bytes.get(all);
    return all;
  }

  /** The array of a tensor, of a type that NumPy has. */
  public static byte[] of(Tensor tensor) {
    String descr =
        switch (tensor.type()) {
          case FLOAT -> "<f4";
          case DOUBLE -> "<f8";
          case INT64 -> "<i8";
          case INT32 -> "<i4";
          case UINT8 -> "|u1";
          case BOOL -> "|b1";
          default -> throw new IllegalArgumentException(tensor.toString());
        };
    String shape =
        LongStream.of(tensor.shape().dims())
            .mapToObj(dim -> dim + ",")
            .collect(Collectors.joining(" ", "(", ")"));
    byte[] elements = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(elements);
    return array(descr, shape, elements);
  }

  /** An archive of arrays, as {@code numpy.savez_compressed} or {@code numpy.savez} writes it. */
  public static byte[] archive(boolean compressed, Map<String, byte[]> arrays) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        if (!compressed) {
          CRC32 sum = new CRC32();
          sum.update(array.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(array.getValue().length);
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(array.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes an archive of tensors. */
  public static Path write(Path file, Map<String, Tensor> tensors) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, of(tensor)));
    return write(file, archive(true, arrays));
  }

  /** Writes a file. */
  public static Path write(Path file, byte... bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
