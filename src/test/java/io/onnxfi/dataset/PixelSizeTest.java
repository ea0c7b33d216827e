package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelSizeTest {
  @Test
  void shouldReadHeightThenWidth() {
    assertThat(PixelSize.parse("50x40", "--resize")).isEqualTo(new PixelSize(50, 40));
    assertThat(PixelSize.parse("50×40", "--resize")).hasToString("50×40");
    assertThat(PixelSize.parse("64", "--resize")).isEqualTo(new PixelSize(64, 64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "5x", "0x5", "-1x5", "1.5x2", "99999x99999", "999999"})
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> PixelSize.parse(text, "--resize"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--resize: expected HEIGHTxWIDTH, such as 64x64, found '" + text + "'");
  }

  @Test
  void shouldCountPixels() {
    assertThatThrownBy(() -> new PixelSize(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0×3");
    assertThat(new PixelSize(2, 3).shape().dims()).containsExactly(3, 2, 3);
  }
}
