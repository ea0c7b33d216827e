package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorIndexTest {
  @Property(seed = "1", tries = 300)
  void shouldReadWhatItPrints(
      @ForAll @Size(max = 6) List<@LongRange(min = 0, max = 999_999_999_999_999_999L) Long> axes) {
    TensorIndex index = TensorIndex.of(axes.stream().mapToLong(Long::longValue).toArray());

    assertThat(TensorIndex.parse(index.toString())).contains(index);
  }

  /** What Python prints for tuples, and what it reads as the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(3, 0, 2, 1) | (3, 0, 2, 1)",
        "(9, 63) | (9, 63)",
        "(5,) | (5,)",
        "() | ()",
        "(3,0,2,1) | (3, 0, 2, 1)",
        "( 3 , 0 ) | (3, 0)",
        "(3, 0,) | (3, 0)",
        "(007, 1) | (7, 1)"
      })
  void shouldReadTuples(String text, String printed) {
    assertThat(TensorIndex.parse(text)).map(TensorIndex::toString).contains(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3, 0",
        "[3, 0]",
        "(3, 0",
        "3, 0)",
        "(-1, 0)",
        "(1.0, 2)",
        "(1,, 2)",
        "(,)",
        "(a)",
        "(1 2)",
        "(1)(2)",
        "(9223372036854775808,)"
      })
  void shouldReadNothingElse(String text) {
    assertThat(TensorIndex.parse(text)).isEmpty();
  }

  @Test
  void shouldPermuteAxes() {
    TensorIndex hwio = TensorIndex.of(2, 1, 0, 3);

    assertThat(hwio.permuted(3, 2, 0, 1)).isEqualTo(TensorIndex.of(3, 0, 2, 1));
    assertThat(hwio.rank()).isEqualTo(4);
  }

  @Test
  void shouldNotShareItsCoordinates() {
    long[] coordinates = {1, 2};
    TensorIndex index = TensorIndex.of(coordinates);

    coordinates[0] = 9;
    index.coordinates()[1] = 9;

    assertThat(index).isEqualTo(TensorIndex.of(1, 2)).hasSameHashCodeAs(TensorIndex.of(1, 2));
    assertThat(index).isNotEqualTo(TensorIndex.of(2, 1));
  }
}
