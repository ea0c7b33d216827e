package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.tensor.Shape;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Layout STORED = Layout.stored(Shape.of(2, 3, 4));

  @Test
  void shouldCountAsStored() {
    assertThat(STORED.position(1, 2, 3)).isEqualTo(23);
    assertThat(STORED.isStored()).isTrue();
    assertThatThrownBy(() -> STORED.position(2, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldFindElementsInAnotherOrderOfAxes() {
    Layout turned = STORED.permuted(2, 0, 1);

    assertThat(turned.shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThat(turned.position(3, 1, 0)).isEqualTo(STORED.position(1, 0, 3));
    assertThat(turned.isStored()).isFalse();
    assertThat(turned.permuted(1, 2, 0)).isEqualTo(STORED);
    assertThat(STORED.reversed().position(3, 2, 1)).isEqualTo(23);
    assertThat(Layout.stored(Shape.of(2, 3)).transposed().position(2, 1)).isEqualTo(5);
  }

  @Test
  void shouldSplitAnAxis() {
    Layout split = Layout.stored(Shape.of(6, 5)).split(0, 2);

    assertThat(split.shape()).isEqualTo(Shape.of(3, 2, 5));
    assertThat(split.position(2, 1, 4)).isEqualTo(29);
    assertThat(split).isEqualTo(Layout.stored(Shape.of(3, 2, 5)));
  }

  @Test
  void shouldReshapeWhatLiesEvenly() {
    assertThat(STORED.reshaped(Shape.of(6, 1, 4))).contains(Layout.stored(Shape.of(6, 1, 4)));
    assertThat(STORED.reshaped(Shape.of(24))).contains(Layout.stored(Shape.of(24)));
    // [h, w, in, multiplier] as [in, multiplier, h, w], then [in · multiplier, 1, h, w].
    Layout kernel = Layout.stored(Shape.of(3, 3, 8, 2)).permuted(2, 3, 0, 1);
    Layout filters = kernel.reshaped(Shape.of(16, 1, 3, 3)).orElseThrow();
    assertThat(filters.position(7 * 2 + 1, 0, 2, 1)).isEqualTo(kernel.position(7, 1, 2, 1));
  }

  @Test
  void shouldNotReshapeWhatDoesNot() {
    assertThat(STORED.permuted(1, 0, 2).reshaped(Shape.of(6, 4))).isEmpty();
    assertThat(STORED.reshaped(Shape.of(5, 5))).isEmpty();
  }

  @Test
  void shouldNotMindAxesOfOneElement() {
    Layout column = Layout.stored(Shape.of(4, 1));

    assertThat(column.transposed().isStored()).isTrue();
    assertThat(column.reshaped(Shape.of(1, 4, 1))).contains(Layout.stored(Shape.of(1, 4, 1)));
    assertThat(Layout.stored(Shape.of()).reshaped(Shape.of(1, 1)))
        .contains(Layout.stored(Shape.of(1, 1)));
  }
}
