package io.onnxfi.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStatisticsTest {
  private static final List<Double> WANTED = List.of(0.0, 1.0, 25.0, 50.0, 99.0, 100.0);

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT8", "UINT8"})
  void shouldEqualThoseOfTheSortedElements(ElementType type) {
    Random random = new Random(2);
    for (int count : new int[] {1, 2, 3, 100, 4321}) {
      long[] elements =
          random
              .doubles(count, -2, 2)
              .mapToLong(value -> ElementValues.nearest(type, value * value * value * 10))
              .toArray();
      double[] sorted =
          IntStream.range(0, count)
              .mapToDouble(i -> ElementValues.value(type, elements[i]))
              .sorted()
              .toArray();
      List<Double> expected = WANTED.stream().map(p -> percentile(sorted, p)).toList();
      assertThat(of(type, elements)).as(count + " elements").isEqualTo(expected);
    }
  }

  private static double percentile(double[] sorted, double percentile) {
    double position = percentile / 100 * (sorted.length - 1);
    int low = (int) Math.floor(position);
    double above = sorted[Math.min(low + 1, sorted.length - 1)];
    return sorted[low] + (above - sorted[low]) * (position - low);
  }

  private static List<Double> of(ElementType type, long... elements) {
    OrderStatistics order = new OrderStatistics(type, WANTED);
    for (int pass = 0; pass < order.passes(); pass++) {
      OrderStatistics.Counts one = order.counts();
      OrderStatistics.Counts other = order.counts();
      for (int i = 0; i < elements.length; i++) {
        (i % 3 == 0 ? one : other).add(elements[i]);
      }
      order.end(List.of(one, other));
    }
    return order.values();
  }

  @Test
  void shouldHaveNoneOfNoElements() {
    assertThat(of(ElementType.FLOAT)).isEmpty();
  }
}
