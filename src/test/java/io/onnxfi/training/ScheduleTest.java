package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch 2.15.0: 4 epochs of 5 steps. */
class ScheduleTest {
  private static final Horizon HORIZON = new Horizon(4, 5);

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "one_cycle", new Schedule.OneCycle(0.1, 0.3),
          "cosine", new Schedule.Cosine(0.1, 0),
          "cosine_warm", new Schedule.Cosine(0.1, 1),
          "cosine_restarts", new Schedule.CosineRestarts(0.1, 1, 2, 0),
          "cosine_restarts_warm", new Schedule.CosineRestarts(0.1, 1, 1, 1),
          "multi_step_warm", new Schedule.MultiStep(0.1, List.of(3, 2), 0.1, 1),
          "constant_warm", new Schedule.Constant(0.1, 1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one_cycle",
        "cosine",
        "cosine_warm",
        "cosine_restarts",
        "cosine_restarts_warm",
        "multi_step_warm",
        "constant_warm"
      })
  void shouldGiveTheRatesOfPyTorch(String name) {
    double[] expected = Golden.row("schedules", name).numbers(1);
    assertThat(expected).hasSize(20);
    for (int step = 0; step < expected.length; step++) {
      // PyTorch multiplies from step to step, which rounds more often.
      assertThat(SCHEDULES.get(name).rate(step, HORIZON))
          .as("step %d", step)
          .isCloseTo(expected[step], within(1e-14));
    }
  }

  @Property
  void shouldStayBetweenZeroAndThePeak(
      @ForAll @IntRange(min = 1, max = 50) int epochs,
      @ForAll @IntRange(min = 1, max = 50) int steps,
      @ForAll @IntRange(min = 1, max = 99) int rise) {
    Horizon horizon = new Horizon(epochs, steps);
    List<Schedule> all =
        List.of(
            new Schedule.OneCycle(1, rise / 100.0),
            new Schedule.Cosine(1, epochs * rise / 100.0),
            new Schedule.CosineRestarts(1, 1 + epochs / 3, 1 + rise % 3, epochs * rise / 100.0),
            new Schedule.MultiStep(1, List.of(epochs / 2), 0.5, epochs * rise / 100.0));
    for (Schedule schedule : all) {
      for (long step = 0; step < horizon.steps(); step++) {
        assertThat(schedule.rate(step, horizon)).as("%s, %d", schedule, step).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void shouldRefuseNumbersOutOfRange() {
    assertThatThrownBy(() -> new Schedule.Cosine(0, 0))
        .hasMessage("a learning rate is positive, found 0.0");
    assertThatThrownBy(() -> new Schedule.OneCycle(0.1, 1))
        .hasMessageContaining("above 0 and below 1, found 1.0");
    assertThatThrownBy(() -> new Schedule.MultiStep(0.1, List.of(), 2, 0))
        .hasMessageContaining("gamma");
    assertThatThrownBy(() -> new Schedule.CosineRestarts(0.1, 0, 2, 0))
        .hasMessage(
            "warm restarts come after 1 epoch or more, each time 1 or more times as many, found 0"
                + " and 2");
    assertThatThrownBy(() -> new Schedule.CosineRestarts(0.1, 10, 0, 0))
        .hasMessageContaining("found 10 and 0");
  }
}
