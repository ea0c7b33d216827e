package io.onnxfi.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyConfigTest {
  @TempDir private Path folder;

  @Test
  void shouldReadBackWhatItWrites() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("model", List.of("a.onnx", "b: c.onnx"));
    options.put("rates", "1e-9..1e-3");
    options.put("repetitions", "20");
    options.put("independent", "false");
    options.put("select", "['mlp', 'ln']");

    assertThat(read(StudyConfig.render(options)))
        .containsExactly(
            Map.entry("model", "a.onnx,b: c.onnx"),
            Map.entry("rates", "1e-9..1e-3"),
            Map.entry("repetitions", "20"),
            Map.entry("independent", "false"),
            Map.entry("select", "['mlp', 'ln']"));
  }

  @Test
  void shouldReadWhatPeopleWrite() throws IOException {
    assertThat(read("# a study\nrates: [1e-6, 1e-5]\nseed: 3\nindependent: true\n"))
        .containsExactly(
            Map.entry("rates", "1.0E-6,1.0E-5"),
            Map.entry("seed", "3"),
            Map.entry("independent", "true"));
    assertThat(read("")).isEmpty();
  }

  @Test
  void shouldRefuseOtherFilesInOneLine() {
    assertThatThrownBy(() -> read("rates: {a: 1}\n"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("rates: expected a value or a list of values, found a map");
    assertThatThrownBy(() -> read("rates: [1e-6\nseed: 3\n"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(":2: expected YAML with one option per line");
    assertThatThrownBy(() -> read("- a\n- b\n")).isInstanceOf(MalformedInputException.class);
    assertThatThrownBy(() -> StudyConfig.read(folder)).isInstanceOf(MalformedInputException.class);
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(file, text);
    return StudyConfig.read(file);
  }
}
