package io.onnxfi.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir private Path folder;

  @Test
  void shouldPassFilesAndLinksToThem() throws IOException {
    Path file = Files.writeString(folder.resolve("list.csv"), "a");
    assertThat(InputFile.require(file)).isEqualTo(file);
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    assertThat(InputFile.require(link)).isEqualTo(link);
    assertThat(InputFile.head(link)).containsExactly('a');
  }

  @Test
  void shouldSayWhatIsThereInstead() throws IOException {
    assertRefused(folder.resolve("absent"), "absent: no such file");
    assertRefused(folder, "expected a file, found an empty folder");
    Path dangling = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    assertRefused(dangling, "expected a file, found a broken link");
    assertRefused(folder, "expected a file, found a folder");
    Files.writeString(folder.resolve("manifest.json"), "{}");
    assertRefused(folder, "expected a file, found a run directory");
  }

  @Test
  @Timeout(10)
  void shouldNotWaitForNamedPipesAndDevices() throws IOException, InterruptedException {
    Path device = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(device), "needs a Unix");
    assertRefused(device, "expected a file, found a named pipe or a device");
    Path pipe = folder.resolve("pipe");
    Assumptions.assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
    assertRefused(pipe, "expected a file, found a named pipe or a device");
  }

  @Test
  void shouldQuoteTheBeginningOfATextAndTheSizeBehindAPointer() throws IOException {
    Path file = Files.writeString(folder.resolve("m.onnx"), "\n404: Not\u001bFound\nmore");
    assertThat(InputFile.unlike(file, "an ONNX model"))
        .hasMessageEndingWith(
            "expected an ONNX model, found text that begins with '404: Not\\u001bFound'");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 71\n");
    assertThat(InputFile.found(file))
        .startsWith("a Git LFS pointer in place of it (71 bytes); run");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> InputFile.require(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(message);
  }
}
