package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstPlacesTest {
  @Test
  void shouldFindWhereEachValueStandsFirst() {
    List<Integer> values = new Random(7).ints(10_000, 0, 4_000).boxed().toList();
    FirstPlaces<Integer> places = new FirstPlaces<>(values.size(), values::get);
    Map<Integer, Integer> expected = new HashMap<>();
    for (int place = 0; place < values.size(); place++) {
      expected.putIfAbsent(values.get(place), place);
      assertThat(places.of(place)).isEqualTo(expected.get(values.get(place)));
    }
  }

  /** Its hash code says nothing about a value. */
  private record Colliding(int number) {
    @Override
    public int hashCode() {
      return 0;
    }
  }

  @Test
  void shouldTellValuesOfOneHashCodeApart() {
    FirstPlaces<Colliding> places = new FirstPlaces<>(200, place -> new Colliding(place % 100));
    assertThat(IntStream.range(0, 200).map(places::of))
        .containsExactlyElementsOf(IntStream.range(0, 200).map(i -> i % 100).boxed().toList());
  }

  @Test
  void shouldKnowNothingBeforeItIsAsked() {
    assertThat(new FirstPlaces<>(1, place -> "a").isKnown(0)).isFalse();
    assertThat(new FirstPlaces<>(2, place -> "a").of(1)).isEqualTo(1);
  }
}
