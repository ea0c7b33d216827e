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
            Map.entry("rates", "1e-6,1e-5"),
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

  /** A number that a double cannot hold would be another one. */
  @Test
  void shouldKeepValuesAsTheyAreWritten() throws IOException {
    assertThat(read("rates: [0.1e-5, [1e-3]]\nseed: 9007199254740993.0\nbackend: on\n"))
        .containsExactly(
            Map.entry("rates", "0.1e-5,1e-3"),
            Map.entry("seed", "9007199254740993.0"),
            Map.entry("backend", "on"));
  }

  @Test
  void shouldRefuseWhatWouldSilentlyMeanSomethingElse() {
    refused("rates: 1e-3\nseed: 3\nrates: 1e-4\n", "3: rates: expected each option once");
    refused("rates: &x 1e-3\nselect: *x\n", "select: expected a value or a list of values");
    refused("rates: &x [1e-3]\nselect: [*x, *x]\n", "found the alias *x");
    refused("rates: 1e-3\n---\nseed: 3\n", "expected one document");
    refused("rates:\n", "1: rates: expected a value or a list of values, found none");
    refused("rates: [1e-3, ~]\n", "found none");
    refused("rates: ''\n", "found none");
    refused("rates: [{a: 1}]\n", "found a map");
    refused("rates: [1e-3\n", "expected YAML");
    refused("text\n", "found a text");
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(message);
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(file, text);
    return StudyConfig.read(file);
  }
}
