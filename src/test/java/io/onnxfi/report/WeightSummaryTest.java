package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.testing.Graphs;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightSummaryTest {
  private static final List<Weight> WEIGHTS = WeightTable.of(Graphs.tinyCnn(2)).weights();

  @Test
  void shouldListEveryWeightAndTheirSum() {
    String text = WeightSummary.render(WEIGHTS);
    long elements = WEIGHTS.stream().mapToLong(weight -> weight.stored().shape().size()).sum();
    assertThat(text)
        .containsPattern("conv2 +conv2\\.weight +Conv +float +\\[32, 16, 3, 3\\] +4,608 +0-31\n")
        .endsWith(
            "\n %s elements, %s bits in %d initializers\n"
                .formatted(Figures.count(elements), Figures.count(32 * elements), WEIGHTS.size()));
  }

  @Test
  void shouldSayWhyThereAreNone() {
    assertThat(WeightSummary.render(List.of()))
        .isEqualTo("No weights: " + WeightTable.NO_WEIGHTS + "\n");
  }

  @Test
  void shouldTellProgramsTheSame() {
    assertThat(WeightSummary.json(WEIGHTS))
        .hasSize(WEIGHTS.size())
        .filteredOn(entry -> entry.get("name").equals("conv2.weight"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry)
                  .containsEntry("layer", "conv2")
                  .containsEntry("used_by", "Conv")
                  .containsEntry("elements", 4608L)
                  .containsEntry("bits", 32);
              assertThat(entry.get("shape")).isEqualTo(new long[] {32, 16, 3, 3});
            });
  }
}
