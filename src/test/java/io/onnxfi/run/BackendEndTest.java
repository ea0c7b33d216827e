package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BackendEndTest {
  @Test
  void shouldSayWhatEnded() {
    assertThat(new BackendEnd("ORT", 2, 9000, OptionalLong.empty()).line())
        .isEqualTo("ORT: done in 2 s, 4,500 inferences/s");
    assertThat(new BackendEnd("ORT", 2, 9000, OptionalLong.of(3L << 29)).line())
        .isEqualTo("ORT: done in 2 s, 4,500 inferences/s, peak memory of the process 1.5 GiB");
  }

  @Test
  void shouldSayHowSlowItWas() {
    assertThat(new BackendEnd("ORT", 157, 32, OptionalLong.empty()).line())
        .isEqualTo("ORT: done in 2 min 37 s, 0.2 inferences/s");
    assertThat(new BackendEnd("ORT", 7, 24, OptionalLong.empty()).line())
        .isEqualTo("ORT: done in 7 s, 3.4 inferences/s");
    assertThat(new BackendEnd("ORT", 7, 0, OptionalLong.empty()).line())
        .isEqualTo("ORT: done in 7 s, 0 inferences/s");
  }
}
