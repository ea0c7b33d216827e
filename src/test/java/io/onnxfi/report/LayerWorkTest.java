package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerWorkTest {
  @Test
  void shouldComeBackFromTheSummary() {
    Map<String, LayerWork> layers = new LinkedHashMap<>();
    layers.put("conv2", new LayerWork(12, 345));
    layers.put("conv1", new LayerWork(6, 0));
    Map<String, Object> summary = new LinkedHashMap<>();
    LayerWork.put(layers, summary);
    assertThat(LayerWork.of(summary, "summary.json")).isEqualTo(layers);
    assertThat(LayerWork.of(summary, "summary.json").keySet()).containsExactly("conv2", "conv1");
  }

  @Test
  void shouldBeNothingIfTheRunDoesNotTell() {
    assertThat(LayerWork.of(Map.of(), "summary.json")).isEmpty();
  }

  @Test
  void shouldSayWhatIsDamaged() {
    Map<String, Object> damaged = Map.of("work", Map.of("conv1", Map.of("head", 3)));
    assertThatThrownBy(() -> LayerWork.of(damaged, "summary.json"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "summary.json, work of conv1: expected multiply-adds head and behind, found {head=3}");
  }
}
