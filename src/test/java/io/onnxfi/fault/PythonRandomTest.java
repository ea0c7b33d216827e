package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PythonRandomTest {
  /**
   * From CPython 3.11: {@code r = random.Random(42)}, four {@code r.randint(0, 2**30 - 1)} thrown
   * away, then {@code r.randint(0, d - 1)} for these d.
   */
  @Test
  void shouldGiveWhatPythonGives() {
    PythonRandom random = new PythonRandom(42);
    for (int i = 0; i < 4; i++) {
      random.below(1 << 30);
    }
    assertThat(IntStream.of(16, 3, 3, 3, 1, 64, 32).map(random::below))
        .containsExactly(7, 0, 2, 0, 0, 54, 2);
  }
}
