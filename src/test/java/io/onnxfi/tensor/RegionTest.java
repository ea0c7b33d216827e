package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  private static long[] positions(Region region) {
    return LongStream.range(0, region.size()).map(region::position).toArray();
  }

  @Test
  void shouldNameElementsInRowMajorOrder() {
    assertThat(positions(new Region.Element(7))).containsExactly(7);
    assertThat(positions(new Region.All(3))).containsExactly(0, 1, 2);
    assertThat(positions(new Region.Slab(SHAPE, 0, 1)))
        .isEqualTo(LongStream.range(12, 24).toArray());
    assertThat(positions(new Region.Slab(SHAPE, 1, 2)))
        .containsExactly(8, 9, 10, 11, 20, 21, 22, 23);
    assertThat(positions(new Region.Slab(SHAPE, 2, 0))).containsExactly(0, 4, 8, 12, 16, 20);
    assertThat(positions(new Region.Line(SHAPE, 2, 5))).containsExactly(4, 5, 6, 7);
    assertThat(positions(new Region.Line(SHAPE, 0, 5))).containsExactly(5, 17);
  }

  @Test
  void shouldHoldAnyPlacesInOrder() {
    Region places = Region.Places.of(9, 2, 9, 5);

    assertThat(positions(places)).containsExactly(2, 5, 9);
    assertThat(places).isEqualTo(Region.Places.of(2, 5, 9)).hasToString("[2, 5, 9]");
    assertThat(places)
        .isNotEqualTo(Region.Places.of(2, 5))
        .hasSameHashCodeAs(Region.Places.of(5, 9, 2));
    assertThatThrownBy(() -> Region.Places.of()).hasMessage("no elements: []");
    assertThatThrownBy(() -> Region.Places.of(3, -1)).hasMessage("no elements: [3, -1]");
  }
}
