package io.onnxfi.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshFileTest {
  @TempDir private Path folder;

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @Test
  void shouldLeaveWhatIsThereUntilTheFileIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("table.csv"), "old");
    try (FreshFile fresh = FreshFile.begin(file)) {
      fresh.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}));
      assertThat(file).hasContent("old");
      fresh.commit();
    }
    assertThat(file).hasContent("new");
    try (FreshFile given = FreshFile.begin(file)) {
      given.write(ByteBuffer.wrap(new byte[] {'x'}));
    }
    assertThat(file).hasContent("new");
    assertThat(entries(folder)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheOldFileWhenTheDiskIsFull() throws IOException {
    Configuration small = Configuration.unix().toBuilder().setBlockSize(16).setMaxSize(64).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path file = disk.getPath("/table.csv");
      FreshFile.write(file, "old");
      assertThatThrownBy(() -> FreshFile.write(file, "n".repeat(100)))
          .isInstanceOf(MissingResourceException.class)
          .hasMessageContaining("cannot write /table.csv (")
          .hasMessageContaining("out of disk space");
      FreshFile.Text text = out -> out.write("n".repeat(100));
      assertThatThrownBy(() -> FreshFile.write(file, text))
          .isInstanceOf(MissingResourceException.class)
          .hasMessageContaining("cannot write /table.csv (");
      assertThat(Files.readString(file)).isEqualTo("old");
      assertThat(entries(disk.getPath("/"))).as("with the working folder").isEqualTo(2);
    }
  }

  /** A link stays a link; a device stays a device. */
  @Test
  void shouldWriteThroughLinksAndToDevices() throws IOException {
    Path file = Files.writeString(folder.resolve("table.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    FreshFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "no devices here");
    FreshFile.write(device, "gone");
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void shouldWriteATextWhileItIsMade() throws IOException {
    Path file = Files.writeString(folder.resolve("table.csv"), "old");
    FreshFile.write(file, out -> out.append("déjà ").append("vu\n"));
    assertThat(Files.readString(file)).isEqualTo("déjà vu\n");
    FreshFile.Text broken =
        out -> {
          out.write("half");
          throw new IllegalStateException("no more");
        };
    assertThatThrownBy(() -> FreshFile.write(file, broken)).hasMessage("no more");
    assertThat(Files.readString(file)).isEqualTo("déjà vu\n");
    assertThat(entries(folder)).isEqualTo(1);
  }

  @Test
  void shouldNameWhatCannotBeWritten() {
    Path file = folder.resolve("none/table.csv");
    assertThatThrownBy(() -> FreshFile.write(file, "text"))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageStartingWith("cannot write " + file + " (")
        .hasMessageEndingWith("; check the folder and the free space");
    assertThatThrownBy(() -> FreshFile.write(folder, "text"))
        .isInstanceOf(MissingResourceException.class);
  }
}
