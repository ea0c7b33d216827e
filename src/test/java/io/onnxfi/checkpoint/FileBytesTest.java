package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 3 GiB and a bit, with holes so that it takes no space. */
class FileBytesTest {
  private static final long GIB = 1L << 30;
  private static final int TAIL = 100;

  @TempDir private Path folder;
  private Path large;

  @BeforeEach
  void write() throws IOException {
    large = folder.resolve("large.bin");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(3 * GIB + TAIL);
      for (int gib = 1; gib <= 3; gib++) {
        file.seek(gib * GIB - 1);
        file.write(gib);
        file.write(10 * gib);
      }
    }
  }

  @Test
  void shouldReachEveryPartOfALargeFile() throws IOException {
    FileBytes bytes = FileBytes.map(large);

    assertThat(bytes.size()).isEqualTo(3 * GIB + TAIL);
    for (int gib = 1; gib <= 3; gib++) {
      assertThat(bytes.get(gib * GIB - 1)).isEqualTo((byte) gib);
      assertThat(bytes.get(gib * GIB)).isEqualTo((byte) (10 * gib));
      // Across the border, at the start, in the middle and at the end of a run.
      ByteBuffer short2 = bytes.slice(gib * GIB - 1, 2);
      assertThat(new byte[] {short2.get(0), short2.get(1)})
          .containsExactly((byte) gib, (byte) (10 * gib));
    }
    ByteBuffer longest = bytes.slice(GIB - 1, FileBytes.MAX_RUN);
    assertThat(longest.get(0)).isEqualTo((byte) 1);
    assertThat(longest.get((int) GIB - 1)).isZero();
    assertThat(bytes.slice(GIB, GIB).get((int) GIB - 1)).isEqualTo((byte) 2);
    assertThat(bytes.slice(3 * GIB + TAIL, 0).remaining()).isZero();
  }

  @Test
  void shouldRefuseWhatIsOutsideOrTooLong() throws IOException {
    FileBytes bytes = FileBytes.map(large);

    assertThatThrownBy(() -> bytes.slice(3 * GIB, TAIL + 1))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("101 bytes at offset 3221225472, found a file of 3221225572 bytes");
    assertThatThrownBy(() -> bytes.slice(Long.MAX_VALUE, 2))
        .isInstanceOf(MalformedInputException.class);
    assertThatThrownBy(() -> bytes.slice(0, GIB + 1))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("at most 1 GiB");
  }

  @Test
  void shouldReadTensorsBehindTwoGigabytes() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1073741824],\"data_offsets\":[0,1073741824]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[1073741824],\"data_offsets\":[1073741824,2147483648]},"
            + "\"c\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[2147483648,2147483656]}}";
    Path file = folder.resolve("large.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      ByteBuffer head = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
      out.write(head.array());
      out.seek(head.capacity() + 2 * GIB);
      out.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
    }
    Map<String, Tensor> tensors = Tensors.of(SafetensorsFormat.read(FileBytes.map(file)));

    assertThat(tensors.get("c").toFloatArray()).containsExactly(1, 2);
    assertThat(tensors.get("b").shape().size()).isEqualTo(GIB);
  }

  @Test
  void shouldMapAnEmptyFile() throws IOException {
    FileBytes bytes = FileBytes.map(Files.createFile(folder.resolve("empty")));

    assertThat(bytes.size()).isZero();
    assertThat(bytes.slice(0, 0).remaining()).isZero();
  }
}
