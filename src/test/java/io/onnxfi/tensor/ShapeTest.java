package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape WEIGHT = Shape.of(16, 3, 5, 7);

  @Property(seed = "1", tries = 200)
  void shouldInvertFlatIndexByCoordinates(
      @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 6) Integer> dims) {
    Shape shape = Shape.of(dims.stream().mapToLong(Integer::longValue).toArray());
    Set<List<Long>> seen = new HashSet<>();
    for (long flat = 0; flat < shape.size(); flat++) {
      long[] coordinates = shape.coordinates(flat);

      assertThat(shape.contains(coordinates)).isTrue();
      assertThat(shape.flatIndex(coordinates)).isEqualTo(flat);
      seen.add(Arrays.stream(coordinates).boxed().toList());
    }
    assertThat(seen).hasSize((int) shape.size());
  }

  @Property(seed = "1", tries = 200)
  void shouldInvertFlatIndexInShapesBeyondTwoGiga(
      @ForAll @LongRange(min = 0, max = 59_999_999_999L) long flat) {
    Shape shape = Shape.of(200_000, 3, 100_000);

    assertThat(shape.size()).isEqualTo(60_000_000_000L);
    assertThat(shape.flatIndex(shape.coordinates(flat))).isEqualTo(flat);
  }

  @Test
  void shouldLayElementsOutRowMajor() {
    assertThat(WEIGHT.size()).isEqualTo(16 * 3 * 5 * 7);
    assertThat(WEIGHT.flatIndex(0, 0, 0, 1)).isEqualTo(1);
    assertThat(WEIGHT.flatIndex(0, 0, 1, 0)).isEqualTo(7);
    assertThat(WEIGHT.flatIndex(0, 1, 0, 0)).isEqualTo(35);
    assertThat(WEIGHT.flatIndex(1, 0, 0, 0)).isEqualTo(105);
    assertThat(WEIGHT.flatIndex(15, 2, 4, 6)).isEqualTo(WEIGHT.size() - 1);
    assertThat(WEIGHT.rowSize()).isEqualTo(105);
  }

  @Test
  void shouldTreatNoExtentsAsAScalar() {
    Shape scalar = Shape.of();

    assertThat(scalar.size()).isEqualTo(1);
    assertThat(scalar.rank()).isZero();
    assertThat(scalar.flatIndex()).isZero();
    assertThat(scalar.coordinates(0)).isEmpty();
    assertThat(scalar).hasToString("[]");
  }

  @Test
  void shouldNameShapeAndIndexWhenOutside() {
    for (long[] outside : new long[][] {{16, 0, 0, 0}, {0, 0, 0, 7}, {0, -1, 0, 0}, {0, 0, 0}}) {
      assertThat(WEIGHT.contains(outside)).isFalse();
      assertThatThrownBy(() -> WEIGHT.flatIndex(outside))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("index %s is outside shape [16, 3, 5, 7]", Arrays.toString(outside));
    }
  }

  @Test
  void shouldRefuseCoordinatesOfElementsThatAreNotThere() {
    assertThatThrownBy(() -> WEIGHT.coordinates(1680))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("element 1680 is outside shape [16, 3, 5, 7] of 1680 elements");
    assertThatThrownBy(() -> WEIGHT.coordinates(-1)).hasMessageContaining("element -1");
    assertThatThrownBy(() -> Shape.of(3, 0).coordinates(0)).hasMessageContaining("0 elements");
  }

  @Test
  void shouldRefuseImpossibleExtents() {
    assertThatThrownBy(() -> Shape.of(3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, -1]");
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 31)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldNotShareItsExtents() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);

    dims[0] = 9;
    shape.dims()[1] = 9;

    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(shape).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(6));
    assertThat(shape.withBatch(5)).hasToString("[5, 3]");
  }
}
