package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeUnpackingTest {
  @TempDir Path folder;

  @Test
  void shouldStopAtTheLimitOfBytes() throws IOException {
    TreeUnpacking unpacking = unpacking(10, 3);
    unpacking.file("box/1", zeros(6));
    unpacking.file("elsewhere", zeros(1000));
    unpacking.file("box/2", zeros(4));

    assertThatThrownBy(() -> unpacking.file("box/3", zeros(1)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("a.zip: expected at most 3 files and 10 bytes in all, found more of them");
  }

  @Test
  void shouldStopAtTheLimitOfFiles() throws IOException {
    TreeUnpacking unpacking = unpacking(10, 2);
    unpacking.file("box/1", zeros(0));
    unpacking.file("box/2", zeros(0));

    assertThat(unpacking.checksums()).containsOnlyKeys("1", "2");
    assertThatThrownBy(() -> unpacking.file("box/3", zeros(0)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("at most 2 files");
  }

  private TreeUnpacking unpacking(long maxBytes, int maxFiles) {
    return new TreeUnpacking(Path.of("a.zip"), "box", folder.resolve("to"), maxBytes, maxFiles);
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }
}
