package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.run.OnnxFi;
import org.junit.jupiter.api.Test;

/** What {@code --version} prints. */
class VersionTest {
  @Test
  void shouldNameTheProgramItsFrameworksAndJava() {
    String[] lines = Cli.run("--version").out().split("\\R");
    assertThat(lines[0]).isEqualTo("onnxfi " + OnnxFi.version());
    assertThat(lines[1]).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+");
    assertThat(lines[2]).matches("PyTorch \\d+\\.\\d+\\.\\d+ \\(DJL \\d+\\.\\d+\\.\\d+\\)");
    assertThat(lines[3]).isEqualTo("Java " + System.getProperty("java.version"));
    assertThat(lines).hasSize(4);
    assertThat(Cli.run("faults", "audit", "-V").out()).isEqualTo(Cli.run("--version").out());
  }

  @Test
  void shouldGiveTheVersionsThatTheFrameworksGiveOfThemselves() {
    for (BackendProvider provider : BackendProviders.all()) {
      try (Backend backend = provider.open(BackendSettings.DEFAULT)) {
        assertThat(provider.libraries()).contains(" " + backend.description().get("version"));
        assertThat(provider.libraries()).contains(backend.description().getOrDefault("djl", ""));
      }
    }
  }
}
