package io.onnxfi.fault.pattern;

import static io.onnxfi.fault.pattern.ErrorPatternTest.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.pattern.SystolicArray.Mapping;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SystolicArrayTest {
  /** 5 channels of 2 rows of 3 columns: 6 places. */
  private static final Shape IMAGE = Shape.of(5, 2, 3);

  private static final SystolicArray OUTPUT = new SystolicArray(Mapping.OUTPUT_STATIONARY, 4, 2);
  private static final SystolicArray WEIGHT = new SystolicArray(Mapping.WEIGHT_STATIONARY, 4, 2);

  private static long[] computed(SystolicArray array, int row, int column) {
    ProcessingElement element = new ProcessingElement(array, row, column);
    long[] positions = positions(element, IMAGE, 0, 0);
    assertThat((long) positions.length).isEqualTo(element.size(IMAGE, 0));
    return positions;
  }

  @Test
  void shouldComputeOnePlaceOfOneChannelPerTile() {
    // Places 1 and 5 (row 1 of 4) of channels 1 and 3 (column 1 of 2).
    assertThat(computed(OUTPUT, 1, 1)).containsExactly(7, 11, 19, 23);
    assertThat(computed(OUTPUT, 3, 0)).containsExactly(3, 15, 27);
  }

  @Test
  void shouldPassTheSumsOfAChannel() {
    assertThat(computed(WEIGHT, 2, 1)).containsExactly(6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23);
    assertThat(computed(WEIGHT, 0, 1)).isEqualTo(computed(WEIGHT, 3, 1));
  }

  @Test
  void shouldFindTheElementThatComputesAnOutput() {
    assertThat(positions(OUTPUT, IMAGE, 23, 0)).isEqualTo(computed(OUTPUT, 1, 1));
    assertThat(positions(WEIGHT, IMAGE, 23, 0)).isEqualTo(computed(WEIGHT, 0, 1));
  }

  /** Each output is computed by exactly one element of an output-stationary array. */
  @Test
  void shouldDivideTheActivation() {
    int[] times = new int[30];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 2; column++) {
        Arrays.stream(computed(OUTPUT, row, column)).forEach(output -> times[(int) output]++);
      }
    }
    assertThat(times).containsOnly(1);
  }

  /** One output for each processing element that computes any, in tiles of any size. */
  @Test
  void shouldStandForEachProcessingElementOnce() {
    assertThat(OUTPUT.anchors(IMAGE).toArray()).containsExactly(0, 1, 2, 3, 6, 7, 8, 9);
    assertThat(WEIGHT.anchors(IMAGE).toArray()).containsExactly(0, 6);
    assertThat(new SystolicArray(Mapping.OUTPUT_STATIONARY, 16, 16).anchors(IMAGE)).hasSize(30);
    assertThat(OUTPUT.anchors(Shape.of(10))).isEmpty();
  }

  @Test
  void shouldRefuseAnElementOutsideTheArray() {
    assertThatThrownBy(() -> computed(OUTPUT, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 4, column 0 of systolic-os:4,2");
    assertThatThrownBy(() -> computed(OUTPUT, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ErrorPatterns.parse("list.csv:2", "systolic-os:4,2,0,2"))
        .hasMessageContaining("ROW and COLUMN below them, from 0, found 'systolic-os:4,2,0,2'");
  }

  @Test
  void shouldNotFindAnElementThatComputesNothing() {
    SystolicArray large = new SystolicArray(Mapping.OUTPUT_STATIONARY, 16, 16);

    assertThat(new ProcessingElement(large, 0, 5).lack(IMAGE, 0))
        .hasValue("at least 6 channels for systolic-os:16,16,0,5");
    assertThat(new ProcessingElement(large, 6, 0).lack(IMAGE, 0))
        .hasValue("at least 7 places in a channel for systolic-os:16,16,6,0");
    assertThat(new ProcessingElement(large, 0, 0).lack(Shape.of(10), 0))
        .hasValue("channels and places for systolic-os:16,16,0,0");
    ProcessingElement last =
        new ProcessingElement(new SystolicArray(Mapping.WEIGHT_STATIONARY, 16, 16), 15, 4);
    assertThat(last.lack(IMAGE, 0)).isEmpty();
    assertThat(last.anchors(IMAGE).toArray()).containsExactly(0);
    assertThat(positions(last, IMAGE, 0, 0)).hasSize(6);
  }
}
