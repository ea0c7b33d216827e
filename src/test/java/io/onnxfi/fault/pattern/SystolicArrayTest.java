package io.onnxfi.fault.pattern;

import static io.onnxfi.fault.pattern.ErrorPatternTest.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.pattern.SystolicArray.Mapping;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SystolicArrayTest {
  /** 5 channels of 2 rows of 3 columns: 6 places. */
  private static final Shape IMAGE = Shape.of(5, 2, 3);

  private static final SystolicArray OUTPUT = new SystolicArray(Mapping.OUTPUT_STATIONARY, 4, 2);
  private static final SystolicArray WEIGHT = new SystolicArray(Mapping.WEIGHT_STATIONARY, 4, 2);

  private static long[] computed(SystolicArray array, int row, int column) {
    Region region = array.computedBy("--pe", IMAGE, row, column);
    return LongStream.range(0, region.size()).map(region::position).toArray();
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

  @Test
  void shouldRefuseAnElementOutsideTheArray() {
    assertThatThrownBy(() -> computed(OUTPUT, 4, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--pe: expected an element of the 4 × 2 array, found row 4, column 0");
    assertThatThrownBy(() -> computed(OUTPUT, 0, -1)).isInstanceOf(MalformedInputException.class);
  }

  @Test
  void shouldRefuseAnElementThatComputesNothing() {
    SystolicArray large = new SystolicArray(Mapping.OUTPUT_STATIONARY, 16, 16);

    assertThatThrownBy(() -> large.computedBy("--pe", IMAGE, 0, 5))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--pe: expected at least 6 channels for systolic-os:16,16, found [5, 2, 3]");
    assertThatThrownBy(() -> large.computedBy("--pe", IMAGE, 6, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--pe: expected at least 7 places in a channel for systolic-os:16,16, found [5, 2, 3]");
    assertThat(
            new SystolicArray(Mapping.WEIGHT_STATIONARY, 16, 16)
                .computedBy("--pe", IMAGE, 15, 4)
                .size())
        .isEqualTo(6);
  }
}
