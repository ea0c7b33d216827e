package io.onnxfi.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryShortageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error code - ORT_RUNTIME_EXCEPTION - message: Non-zero status code returned while running"
            + " Expand node. Name:'' Status Message: std::bad_alloc",
        "Error code - ORT_RUNTIME_EXCEPTION - message: bad allocation",
        "Error code - ORT_FAIL - message: bfc_arena.cc:359 Failed to allocate memory for requested"
            + " buffer of size 34359738368",
        "bfc_arena.cc: Available memory of 1024 is smaller than requested bytes of 4096",
        "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory:"
            + " you tried to allocate 4294967296000 bytes. Error code 12 (Cannot allocate memory)",
        "[enforce fail at alloc_cpu.cpp:76] data. DefaultCPUAllocator: not enough memory: you tried"
            + " to allocate 4294967296000 bytes.",
        "CUDA out of memory. Tried to allocate 20.00 GiB",
        "CUDA failure 2: out of memory ; GPU=0",
        "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED"
      })
  void shouldTellAShortageFromAModelThatCannotRun(String said) {
    OnnxFiException told =
        FrameworkException.of("ONNX Runtime cannot run the model", new IllegalStateException(said));

    assertThat(told).isInstanceOf(MissingResourceException.class);
    assertThat(told)
        .hasMessageStartingWith("not enough memory (")
        .hasMessageEndingWith("); use a smaller --batch or fewer --threads");
    assertThat(told.getMessage().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Non-zero status code returned while running Gather node. Name:'' Status Message: indices"
            + " element out of data bounds, idx=7 must be within the inclusive range [-4,3]",
        "Integer overflow",
        ""
      })
  void shouldLetAnyOtherComplaintBeTheModels(String said) {
    assertThat(FrameworkException.of("ONNX Runtime", new IllegalStateException(said)))
        .isInstanceOf(FrameworkException.class);
  }

  @Test
  void shouldStandAnExceptionWithoutMessage() {
    assertThat(MemoryShortage.toldBy(new IllegalStateException())).isEmpty();
  }
}
