package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.run.MachineCheck.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {
  private static final Finding MACHINE = new Finding("machine", true, "a processor");

  @Test
  void shouldRunEveryFramework(@TempDir Path nothing) {
    MachineCheck check = MachineCheck.of(new DataRoot(nothing));
    assertThat(check.isSound()).isTrue();
    assertThat(check.frameworks())
        .extracting(Finding::subject)
        .containsExactly("ONNX Runtime", "PyTorch (DJL)");
    assertThat(check.accelerators()).extracting(Finding::subject).containsExactly("CUDA");
    assertThat(check.data())
        .filteredOn(finding -> finding.subject().equals("data: cifar10"))
        .singleElement()
        .matches(finding -> !finding.ok() && finding.detail().contains("onnxfi fetch cifar10"));
  }

  @Test
  void shouldNotBeSoundIfAFrameworkDoesNotRun() {
    Finding broken = new Finding("ONNX Runtime", false, "libgomp.so.1 is missing");
    MachineCheck check = new MachineCheck(MACHINE, List.of(broken), List.of(), List.of());
    assertThat(check.isSound()).isFalse();
    assertThat(check.text())
        .containsPattern("ok +machine +a processor\n")
        .containsPattern("-- +ONNX Runtime +libgomp.so.1 is missing\n");
    assertThat(check.json().get(1))
        .containsEntry("subject", "ONNX Runtime")
        .containsEntry("ok", false)
        .containsEntry("detail", "libgomp.so.1 is missing");
  }

  @Test
  void shouldBeSoundWithoutAcceleratorAndData() {
    MachineCheck check =
        new MachineCheck(
            MACHINE,
            List.of(new Finding("ONNX Runtime", true, "runs")),
            List.of(new Finding("CUDA", false, "no driver")),
            List.of(new Finding("data: mnist", false, "not fetched")));
    assertThat(check.isSound()).isTrue();
    assertThat(check.findings()).hasSize(4);
  }
}
