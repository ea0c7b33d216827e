package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.workload.SampleKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BackendStartTest {
  private static BackendStart start(int known, long damaged) {
    return new BackendStart(
        "ort",
        "ONNX Runtime",
        "cpu",
        2000,
        50,
        SampleKind.IMAGE,
        known,
        damaged,
        Path.of("run/journal-ort.bin"));
  }

  @Test
  void shouldSayWhatBegins() {
    assertThat(start(0, 0).lines())
        .containsExactly("ONNX Runtime on cpu: 2,000 faults × 50 images");
    assertThat(start(0, 0).pairs()).isEqualTo(100_000);
  }

  @Test
  void shouldSayWhatWasThereBefore() {
    assertThat(start(500, 2).lines())
        .containsExactly(
            "ONNX Runtime on cpu: 2,000 faults × 50 images",
            "ONNX Runtime: continuing after 500 of 2,000 (25.00 %) faults",
            "ONNX Runtime: skipped 2 damaged records in journal-ort.bin; their faults run again");
    assertThat(start(500, 2).pairs()).isEqualTo(75_000);
  }
}
