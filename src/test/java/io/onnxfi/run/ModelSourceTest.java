package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
  @Test
  void shouldReadTheShapeOfAnImage() {
    assertThat(ModelSource.image("3x32x48", "--input-shape")).isEqualTo(Shape.of(3, 32, 48));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3x32", "3x32x32x1", "0x32x32", "3 x 32 x 32", "3x032x32"})
  void shouldRefuseWhatIsNoShape(String text) {
    assertThatThrownBy(() -> ModelSource.image(text, "--input-shape"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--input-shape: expected CxHxW, such as 3x32x32, found '%s'".formatted(text));
  }
}
