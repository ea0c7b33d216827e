package io.onnxfi.fault.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.pattern.PublishedErrors.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPatternsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "same-row:8",
        "bullet-wake:100",
        "skip-4:8,15",
        "shattered:9,95,25",
        "full-channel:5",
        "single-block:64",
        "channel-blocks:32,100",
        "channel-scatter:10",
        "rectangle:8,16,100",
        "systolic-os:16,32",
        "systolic-ws:128,128",
        "systolic-os:16,32,15,0",
        "systolic-ws:16,32,0,31",
        "gemm-thread",
        "fft-warp"
      })
  void shouldWriteALabelAsItWasRead(String label) {
    ErrorPattern pattern = ErrorPatterns.parse("--pattern", label);

    assertThat(pattern.label()).isEqualTo(label);
    assertThat(ErrorPatterns.parse("--pattern", pattern.label())).isEqualTo(pattern);
  }

  @Test
  void shouldReadAllThatWereObserved() {
    for (PublishedErrors errors : PublishedErrors.values()) {
      assertThat(ErrorPatterns.parse("--pattern", errors.label())).isEqualTo(errors);
      for (Seen seen : errors.observations()) {
        assertThat(ErrorPatterns.parse("--pattern", seen.pattern().label()))
            .isEqualTo(seen.pattern());
      }
    }
  }

  @Test
  void shouldListAllPatternsWhenOneIsUnknown() {
    assertThatThrownBy(() -> ErrorPatterns.parse("list.csv:3", "bullet"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:3: expected one of single, same-row:N, bullet-wake:CHANNELS,"
                + " skip-4:PLACES,CHANNELS, shattered:SPAN,FILL,CHANNELS, full-channel:CHANNELS,"
                + " single-block:N, channel-blocks:N,CHANNELS, channel-scatter:PLACES,"
                + " rectangle:ROWS,COLUMNS,CHANNELS, systolic-os:ROWS,COLUMNS[,ROW,COLUMN],"
                + " systolic-ws:ROWS,COLUMNS[,ROW,COLUMN], gemm-thread, winograd-thread,"
                + " fft-thread, gemm-warp, winograd-warp, fft-warp, found 'bullet'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single:1|single",
        "same-row|same-row:N with N at least 2",
        "same-row:1|same-row:N with N at least 2",
        "bullet-wake:101|bullet-wake:CHANNELS with CHANNELS from 1 to 100 (percent)",
        "bullet-wake:0|bullet-wake:CHANNELS with CHANNELS from 1 to 100 (percent)",
        "bullet-wake:50,50|bullet-wake:CHANNELS with CHANNELS from 1 to 100 (percent)",
        "skip-4:8|skip-4:PLACES,CHANNELS with PLACES at least 2 and CHANNELS from 1 to 100"
            + " (percent)",
        "single-block:7|single-block:N with N at least 8",
        "single-block:99999999999|single-block:N with N at least 8",
        "systolic-os:0,4|systolic-os:ROWS,COLUMNS[,ROW,COLUMN] with ROWS and COLUMNS at least 1,"
            + " ROW and COLUMN below them, from 0",
        "systolic-ws:4,4,4,0|systolic-ws:ROWS,COLUMNS[,ROW,COLUMN] with ROWS and COLUMNS at least"
            + " 1, ROW and COLUMN below them, from 0"
      })
  void shouldSayWhatAParameterMustBe(String label, String expected) {
    assertThatThrownBy(() -> ErrorPatterns.parse("--pattern", label))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--pattern: expected " + expected + ", found '" + label + "'");
  }
}
