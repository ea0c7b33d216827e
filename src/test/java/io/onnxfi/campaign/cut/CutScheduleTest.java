package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.GraphPart;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutScheduleTest {
  private static final GraphPart PART = new GraphPart(Graphs.tinyCnn(2), List.of(), List.of());

  /** Layers a, b, …, with so many faults each; positions count on. */
  private static CutSchedule schedule(int... faults) {
    List<CutSchedule.Layer> layers = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < faults.length; i++) {
      String name = String.valueOf((char) ('a' + i));
      LayerPlan plan =
          new LayerPlan(
              Set.of(name),
              name,
              List.of(),
              Optional.empty(),
              PART,
              Optional.empty(),
              Optional.empty(),
              Set.of(),
              new LayerPlan.Weights(Optional.empty()));
      int first = position;
      layers.add(
          new CutSchedule.Layer(plan, IntStream.range(first, first + faults[i]).boxed().toList()));
      position += faults[i];
    }
    return new CutSchedule(layers, new ValueKinds(Map.of()));
  }

  /** As {@code a0 a1 b2}, with a dash for a layer without faults. */
  private static List<String> text(List<CutSchedule> parts) {
    return parts.stream()
        .map(
            part ->
                String.join(
                    " ",
                    part.layers().stream()
                        .map(
                            layer ->
                                layer.plan().first()
                                    + (layer.faults().isEmpty()
                                        ? "-"
                                        : String.join(
                                            ",",
                                            layer.faults().stream()
                                                .map(f -> Integer.toString(f))
                                                .toList())))
                        .toList()))
        .toList();
  }

  @Test
  void shouldKeepEveryLayerOnTheWayToTheFaults() {
    assertThat(text(schedule(3, 0, 2, 4).parts(4)))
        .containsExactly("a0,1,2 b- c3", "a- b- c4 d5,6,7", "a- b- c- d8");
  }

  @Test
  void shouldBeginANewPartAtALayer() {
    assertThat(text(schedule(2, 2).parts(2))).containsExactly("a0,1", "a- b2,3");
    assertThat(text(schedule(1).parts(5))).containsExactly("a0");
    assertThat(text(schedule(0, 5).parts(2))).containsExactly("a- b0,1", "a- b2,3", "a- b4");
  }
}
