package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, written by CPython's pickler or by the test, and files that are something else. */
class CheckpointTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void shouldReadWhatPythonPickled(int protocol) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(golden(protocol));

    assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.TORCH_LEGACY);
    Map<String, Tensor> tensors = Tensors.of(checkpoint.contents());
    assertThat(tensors.keySet()).containsExactly("w", "wt", "part", "half");
    assertThat(tensors.values())
        .extracting(Tensor::toString)
        .containsExactly("float[2, 3]", "float[3, 2]", "float[2]", "bfloat16[2]");
    assertThat(tensors.get("w").toFloatArray()).containsExactly(4, 5, 6, 7, 8, 9);
    assertThat(tensors.get("wt").toFloatArray()).containsExactly(4, 7, 5, 8, 6, 9);
    assertThat(tensors.get("part").toFloatArray()).containsExactly(7, 9);
    ByteBuffer half = tensors.get("half").bytes();
    assertThat(new int[] {half.getShort(0), half.getShort(2)})
        .containsExactly(0x3FC0, (short) 0xC000);
  }

  @Test
  void shouldTellTheDigestOfTheFile() throws IOException {
    // From sha256sum.
    assertThat(Checkpoint.read(golden(2)).sha256())
        .isEqualTo("a1c74b11d997ea899449e431522842900be4f68a9ef17659a4c1cf5c06c2b521");
  }

  @Test
  void shouldNotBeChangeable() throws IOException {
    StateDict state =
        new StateDict("g", Tensors.of(Checkpoint.read(golden(2)).contents()), List.of());
    Tensor view = state.tensors().get("w");
    Tensor copy = state.tensors().get("wt");

    assertThatThrownBy(() -> view.floats().put(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> copy.bytes().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> state.tensors().remove("w"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldSayWhatOtherFilesBeginWith() throws IOException {
    assertMalformed("", "found an empty file");
    assertMalformed(
        "\u0089HDF\r\n\u001a\n",
        "a state dict of torch.save, or safetensors",
        "found an HDF5 file");
    assertMalformed("c", "found text that begins with 'c'");
    assertMalformed("\u0001\u0002", "found bytes of no known format (0x0102");
    assertMalformed("PK\u0003\u0004 and so on", "a zip archive of torch.save", "not a ZIP archive");
  }

  @Test
  void shouldSayThatAGitLfsPointerIsNoCheckpoint() throws IOException {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64);

    assertMalformed(pointer, "found a Git LFS pointer in place of it; run 'git lfs pull'");
    assertMalformed(pointer + "\nsize 9442897\n", "pointer in place of it (9442897 bytes); run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy-views.th", "zip-views.pt", "mixed.safetensors"})
  void shouldGoByTheContentAndNotByTheName(String name) throws IOException {
    Path misnamed = folder.resolve("misnamed.csv");
    try (var stream = CheckpointTest.class.getResourceAsStream("torch/" + name)) {
      Files.write(misnamed, stream.readAllBytes());
    }
    assertThat(Tensors.of(Checkpoint.read(misnamed).contents())).containsKey("w");
  }

  @Test
  void shouldSayThatAPickleIsNoCheckpoint() throws IOException {
    assertMalformed("\u0080\u0002K\u0005.", "found a Python pickle that torch.save did not write");
    assertMalformed("\u0080\u0002}.", "found a Python pickle that torch.save did not write");
  }

  @Test
  void shouldSayThatAFileIsMissingOrNone() {
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("absent.th")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContainingAll("absent.th", "no such file");
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("expected a file, found an empty folder");
  }

  private void assertMalformed(String latin1, String... messageParts) throws IOException {
    Path file = write(latin1);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(messageParts);
  }

  private Path write(String latin1) throws IOException {
    return Files.write(folder.resolve("test.th"), latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** See make_golden.py beside the files. */
  private Path golden(int protocol) throws IOException {
    String name = "golden-protocol%d.th".formatted(protocol);
    try (var stream = CheckpointTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), stream.readAllBytes());
    }
  }
}
