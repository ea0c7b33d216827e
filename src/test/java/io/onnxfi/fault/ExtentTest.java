package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.pattern.ErrorPatterns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtentTest {
  @Test
  void shouldWriteWhatItReads() {
    int texts = 0;
    for (SiteKind kind : SiteKind.values()) {
      for (FixedReach reach : FixedReach.values()) {
        for (Exposure exposure :
            new Exposure[] {Exposure.EVERY, new Exposure.Image(17), new Exposure.Inference(0)}) {
          boolean isWeight = kind == SiteKind.WEIGHT;
          if (isWeight ? exposure == Exposure.EVERY : reach != FixedReach.INPUT_CHANNEL) {
            Extent extent = new Extent(kind, reach, exposure);
            assertThat(Extent.parse("row", extent.toString())).isEqualTo(extent);
            texts++;
          }
        }
      }
    }
    assertThat(texts).isEqualTo(6 + 5 * 3);
  }

  @Test
  void shouldLeaveOutWhatGoesWithoutSaying() {
    assertThat(Extent.WEIGHT).hasToString("weight");
    assertThat(Extent.parse("row", "Activation/Element@every")).isEqualTo(Extent.ACTIVATION);
    assertThat(Extent.parse("row", " ")).isEqualTo(Extent.WEIGHT);
    assertThat(Extent.parse("row", "activation/row@image:17"))
        .isEqualTo(new Extent(SiteKind.ACTIVATION, FixedReach.ROW, new Exposure.Image(17)));
  }

  @Test
  void shouldReadPatterns() {
    for (String text :
        new String[] {
          "activation/bullet-wake:100",
          "activation/shattered:2,100,25@image:3",
          "activation/systolic-os:16,16,3,5",
          "activation/gemm-thread@inference:0"
        }) {
      assertThat(Extent.parse("row", text)).hasToString(text);
      assertThat(Extent.parse("row", text).reach()).isInstanceOf(PatternReach.class);
    }
    assertThat(Extent.parse("row", "activation/Skip-4: 2, 5")).hasToString("activation/skip-4:2,5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neuron",
        "weight/filter",
        "weight@image:3",
        "activation/input-channel",
        "activation@image",
        "activation@image:-1",
        "activation@image:9999999999",
        "activation@every:3",
        "weight/",
        "/row"
      })
  void shouldListWhatThereIs(String text) {
    assertThatThrownBy(() -> Extent.parse("list.csv:3", text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:3: expected a site: weight or activation, alone or with one of /row, /column,"
                + " /channel, /input-channel, /tensor (weights only: /input-channel), activations"
                + " also with @image:N or @inference:N, and with a pattern behind the"
                + " slash: "
                + ErrorPatterns.usages()
                + ", found '"
                + text
                + "'");
  }
}
