package io.onnxfi.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void shouldLeavePlainTextOfAnyScriptAlone() {
    assertThat(Excerpt.quoted("layer1.0.conv1 — Größe 層")).isEqualTo("'layer1.0.conv1 — Größe 層'");
  }

  @Test
  void shouldShowWhatATerminalWouldActOn() {
    assertThat(Excerpt.visible("a\u001b[31mb\r\nc\u009bd\u007f"))
        .isEqualTo("a\\u001b[31mb\\u000d\\u000ac\\u009bd\\u007f");
    assertThat(Excerpt.visible("\u202efdp\u2066\u2028\ufeff\ud800"))
        .isEqualTo("\\u202efdp\\u2066\\u2028\\ufeff\\ud800");
  }

  @Test
  void shouldCutLongTextAndSayHowLongItIs() {
    assertThat(Excerpt.quoted("x".repeat(100_000)))
        .isEqualTo("'" + "x".repeat(80) + "…' (100000 characters)");
    assertThat(Excerpt.of("x".repeat(79) + "😀y")).isEqualTo("x".repeat(79) + "… (82 characters)");
  }
}
