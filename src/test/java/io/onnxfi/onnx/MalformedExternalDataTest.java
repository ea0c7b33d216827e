package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to external data that cannot be followed, or must not be. */
class MalformedExternalDataTest {
  @TempDir private Path folder;
  private Path inside;

  @BeforeEach
  void writeDataInsideAndOutside() throws IOException {
    inside = Files.createDirectories(folder.resolve("model").resolve("deeper")).getParent();
    TestModels.write(folder.resolve("outside.bin"), new byte[8]);
    TestModels.write(inside.resolve("data.bin"), new byte[] {0, 0, -128, 63, 0, 0, 0, 64});
    TestModels.write(inside.resolve("deeper").resolve("data.bin"), new byte[8]);
  }

  @Test
  void shouldFollowASoundReference() {
    assertThat(load("location", "data.bin").tensor("w").toFloatArray()).containsExactly(1, 2);
    assertThat(load("location", "deeper/data.bin").elementBits("w", 0)).isZero();
    assertThat(
            load("location", "deeper/../data.bin", "offset", "0", "length", "8")
                .elementBits("w", 1))
        .isEqualTo(0x40000000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.bin", "deeper/../../outside.bin", "/etc/hostname", "", "..", "a\0b"})
  void shouldRefuseToLeaveTheFolder(String location) {
    assertMalformed("external data within the model's folder", "location", location);
  }

  @Test
  void shouldRefuseAnAbsolutePathThatExists() {
    String outside = folder.resolve("outside.bin").toAbsolutePath().toString();

    assertMalformed("location '" + outside + "'", "location", outside);
  }

  @Test
  void shouldNotFollowALinkOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(inside.resolve("link.bin"), folder.resolve("outside.bin"));
    Files.createSymbolicLink(inside.resolve("folder"), folder);

    assertMalformed("location 'link.bin', a link out of it to", "location", "link.bin");
    assertMalformed("a link out of it to", "location", "folder/outside.bin");
  }

  @Test
  void shouldFollowALinkThatStaysInTheFolder() throws IOException {
    Files.createSymbolicLink(inside.resolve("link.bin"), inside.resolve("data.bin"));

    assertThat(load("location", "link.bin").elementBits("w", 1)).isEqualTo(0x40000000L);
  }

  /** As Hugging Face's cache has it: both files are links into a folder of blobs. */
  @Test
  void shouldFollowTheLinkThatTheModelIs() throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs"));
    Path snapshot = Files.createDirectories(folder.resolve("snapshots"));
    Files.copy(inside.resolve("data.bin"), blobs.resolve("2"));
    var tensor = TestModels.tensor("w", ElementType.FLOAT, 2);
    var proto = TestModels.proto(TestModels.external(tensor, "location", "m.onnx_data").build());
    TestModels.write(blobs.resolve("1"), proto);
    Files.createSymbolicLink(snapshot.resolve("m.onnx"), Path.of("../blobs/1"));
    Files.createSymbolicLink(snapshot.resolve("m.onnx_data"), Path.of("../blobs/2"));

    assertThat(OnnxModel.load(snapshot.resolve("m.onnx")).elementBits("w", 1))
        .isEqualTo(0x40000000L);

    // The model alone linked to: its data is where it is.
    Files.copy(inside.resolve("data.bin"), blobs.resolve("m.onnx_data"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("m.onnx"), blobs.resolve("1"));
    assertThat(OnnxModel.load(elsewhere.resolve("m.onnx")).elementBits("w", 0))
        .isEqualTo(0x3f800000L);
  }

  @Test
  void shouldRefuseAReferenceWithoutLocation() {
    assertMalformed("location ''", "offset", "0");
  }

  @ParameterizedTest
  @CsvSource({"absent.bin, no such file", "deeper, found a folder", "., found a folder"})
  void shouldRefuseDataThatIsNoFile(String location, String found) {
    assertMalformed(found, "location", location);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 8 bytes at offset 1",
    "8, 8, 8 bytes at offset 8",
    "9223372036854775807, 8, a file of 8 bytes",
    "0, 7, expected 8 bytes of external data",
    "0, 9, expected 8 bytes of external data",
    "-1, 8, a number of bytes as external offset",
    "1e3, 8, a number of bytes as external offset",
    "0, many, a number of bytes as external length"
  })
  void shouldRefuseOffsetsAndLengthsThatDoNotFit(String offset, String length, String part) {
    assertMalformed(part, "location", "data.bin", "offset", offset, "length", length);
  }

  @Test
  void shouldRefuseAFileThatIsTooShort() throws IOException {
    Files.write(inside.resolve("data.bin"), new byte[7]);

    assertMalformed(
        "expected 8 bytes at offset 0, found a file of 7 bytes", "location", "data.bin");
  }

  @Test
  void shouldSayThatATensorAboveTwoGigabytesIsNotSupported() {
    var tensor = TestModels.tensor("w", ElementType.FLOAT, 1L << 29);
    var proto = TestModels.proto(TestModels.external(tensor, "location", "data.bin").build());
    Path file = TestModels.write(inside.resolve("m.onnx"), proto);

    assertThatThrownBy(() -> OnnxModel.load(file))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("initializer w: 2147483648 bytes");
  }

  private OnnxModel load(String... entries) {
    var tensor = TestModels.tensor("w", ElementType.FLOAT, 2);
    var proto = TestModels.proto(TestModels.external(tensor, entries).build());
    return OnnxModel.load(TestModels.write(inside.resolve("m.onnx"), proto));
  }

  private void assertMalformed(String part, String... entries) {
    assertThatThrownBy(() -> load(entries))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("initializer w")
        .hasMessageContaining(part);
  }
}
