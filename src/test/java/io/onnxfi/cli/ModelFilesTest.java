package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  @TempDir private Path folder;

  private List<String> names(String... files) {
    String text = folder + "/" + String.join("," + folder + "/", files);
    return ModelFiles.of(List.of(text)).stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }

  @Test
  void shouldSplitAtCommas() {
    assertThat(names("a.onnx", "b.onnx")).containsExactly("a.onnx", "b.onnx");
    assertThat(ModelFiles.of(List.of("a.onnx", "b.onnx"))).hasSize(2);
  }

  @Test
  void shouldTakeAFileWithACommaInItsName() throws IOException {
    Files.createFile(folder.resolve("lr=0.1,wd=0.onnx"));
    assertThat(names("lr=0.1,wd=0.onnx")).containsExactly("lr=0.1,wd=0.onnx");
    assertThat(names("lr=0.1,wd=0.onnx", "b.onnx")).containsExactly("lr=0.1,wd=0.onnx", "b.onnx");
    assertThat(names("b.onnx", "lr=0.1,wd=0.onnx")).containsExactly("b.onnx", "lr=0.1,wd=0.onnx");
  }
}
