package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.Execution.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {
  @Test
  void shouldKnowEnginesByTheirNames() {
    assertThat(EngineKind.parse("cut", "--engine")).isEqualTo(EngineKind.CUT);
    assertThat(EngineKind.parse("plain", "--engine")).isEqualTo(EngineKind.PLAIN);
    assertThatThrownBy(() -> EngineKind.parse("Cut", "--engine"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--engine: expected cut or plain, found 'Cut'");
  }

  @Test
  void shouldCountMegabytes() {
    assertThat(Execution.megabytes(3, "--memory")).isEqualTo(3L << 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE})
  void shouldRefuseMemoryThatJavaCannotHave(long megabytes) {
    assertThatThrownBy(() -> Execution.megabytes(megabytes, "--memory"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--memory: expected 1 to ")
        .hasMessageEndingWith("found " + megabytes);
  }
}
