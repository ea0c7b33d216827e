package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.PlanReport;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.WorstCaseReport;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private Path outcomes(String separator, int images) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n"
                .replace(",", separator));
    for (int i = 0; i < 640; i++) {
      int critical = i % 8 == 7 ? images * (i / 8 % 10) / 10 : 0;
      text.append(
          String.join(
              separator,
              Integer.toString(i),
              "conv1",
              "\"(%d, 0)\"".formatted(i),
              Integer.toString(i % 8),
              Integer.toString(images),
              "0",
              Integer.toString(images - critical),
              critical + "\n"));
    }
    return Files.writeString(folder.resolve("outcomes.csv"), text);
  }

  private PlanReport fromOutcomes(PlanSpec spec, Path file, OptionalInt batch) {
    return Plans.fromOutcomes(spec, file, OptionalInt.of(10_000), batch, notes::add);
  }

  @Test
  void shouldPlanFromOutcomesInWholeBatches() throws IOException {
    Path file = outcomes(",", 100);
    PlanReport plan = fromOutcomes(PlanSpec.of(2), file, OptionalInt.empty());
    assertThat(plan.margin()).isEqualTo(0.02);
    assertThat(plan.plan().batch()).isEqualTo(CampaignSpec.USUAL_BATCH);
    assertThat(plan.frame().name()).isEqualTo("outcomes.csv");
    assertThat(plan.frame().size()).isEqualTo(640);
    assertThat(plan.cheapest()).isPresent();
    PlanReport other = fromOutcomes(PlanSpec.of(2), file, OptionalInt.of(40));
    assertThat(other.cheapest().orElseThrow().imagesPerFault() % 40).isZero();
    assertThat(notes).isEmpty();
  }

  @Test
  void shouldTellWhatItAssumedOfOutcomesOnce() throws IOException {
    Path file = outcomes("\t", 100);
    PlanSpec spec =
        new PlanSpec(
            2,
            CampaignSpec.USUAL_RATE,
            Optional.of(file),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Map.of(),
            0);
    assertThat(fromOutcomes(spec, file, OptionalInt.empty()).frame().size()).isEqualTo(640);
    assertThat(notes).singleElement().asString().startsWith("outcomes.csv: columns separated by");
  }

  @Test
  void shouldRefuseOutcomesWithoutVarianceBetweenImages() throws IOException {
    Path file = outcomes(",", 1);
    assertThatThrownBy(() -> fromOutcomes(PlanSpec.of(2), file, OptionalInt.empty()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("outcomes.csv: expected at least 2 faults with 2 images each, found fewer");
  }

  /** The published formula, by hand: 1.959964² · 0.25 / 0.001² = 960,364.7. */
  @Test
  void shouldPlanForTheWorstCase() {
    WorstCaseReport worst = Plans.worstCase(PlanSpec.of(0.1), OptionalDouble.empty(), notes::add);
    assertThat(worst.json())
        .containsEntry("rate_at_most", 0.5)
        .containsEntry("published_formula_faults", 960_365L);
    WorstCaseReport bounded = Plans.worstCase(PlanSpec.of(0.1), OptionalDouble.of(5), notes::add);
    assertThat(bounded.plan().variance().between()).isEqualTo(0.0475, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 50.5, Double.NaN})
  void shouldRefuseARateThatIsNoUpperLimit(double percent) {
    assertThatThrownBy(
            () -> Plans.worstCase(PlanSpec.of(1), OptionalDouble.of(percent), notes::add))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--rate-at-most: expected above 0 and up to 50 percent, found " + percent);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100, Double.NaN})
  void shouldRefuseAMarginThatIsNone(double points) {
    assertThatThrownBy(() -> PlanSpec.of(points))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--margin: expected above 0 and below 100 percentage points, found " + points);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
  void shouldRefuseATimeThatIsNone(double millis) {
    assertThatThrownBy(
            () ->
                new PlanSpec(
                    1,
                    CampaignSpec.USUAL_RATE,
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.of(millis),
                    Map.of(),
                    0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--image-ms: expected milliseconds above 0, found " + millis);
  }

  private CampaignSpec.Builder pilot() {
    Path model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    Path list = folder.resolve("faults.csv");
    FaultSampler.draw(Graphs.tinyCnn(2), 40, 3).write(list);
    return CampaignSpec.of(model, list, Datasets.named("synthetic"))
        .images(40)
        .batch(10)
        .sample(20)
        .seed(7)
        .draw(new ImageDraw.Random(20));
  }

  @Test
  void shouldPlanFromAPilotOfOneFramework() {
    RunDirectory out = new RunDirectory(folder.resolve("pilot"));
    Pilot done = Pilot.run(pilot().backends("ort").build(), out, false, RunListener.SILENT);
    assertThat(done.list().name()).isEqualTo("faults.csv");
    assertThat(done.list().size()).isEqualTo(40);
    assertThat(done.images()).isEqualTo(40);
    assertThat(done.batch()).isEqualTo(10);
    PlanReport plan = Plans.fromPilot(PlanSpec.of(20), done, Optional.of(out.path()));
    assertThat(plan.json())
        .containsEntry("basis", "pilot")
        .containsEntry("source", "faults.csv")
        .containsEntry("pilot_framework", "ONNX Runtime")
        .containsEntry("pilot_images_per_fault", 20L)
        .containsEntry("pilot_seed", 7L)
        .containsEntry("pilot_folder", out.path().toString())
        .containsEntry("available_faults", 40L)
        .containsEntry("seconds_per_fault_from", "measured");
  }

  /** A multiple of another number could not be drawn in the replay that the plan recommends. */
  @Test
  void shouldPlanInTheBatchesThatTheModelTakes() {
    GraphBuilder graph = new GraphBuilder("fixed", 17);
    graph.input("image", ElementType.FLOAT, 10, 3, 16, 16);
    String weight = graph.initializer("fc.weight", Graphs.random(1, 10, 3));
    graph.node("GlobalAveragePool", List.of("image"), "pooled");
    graph.node("Flatten", List.of("pooled"), "flat");
    graph.node("Gemm", List.of("flat", weight), "scores", Map.of("transB", 1L));
    OnnxModel fixed = graph.output("scores", ElementType.FLOAT, 10, 10).build();
    CampaignSpec campaign = pilot().backends("ort").batch(25).build();
    fixed.save(campaign.model().file());
    FaultSampler.draw(fixed, 40, 3).write(campaign.list().file());
    RunDirectory out = new RunDirectory(folder.resolve("pilot"));
    Pilot done = Pilot.run(campaign, out, false, RunListener.SILENT);
    assertThat(Plans.fromPilot(PlanSpec.of(20), done, Optional.empty()).plan().batch())
        .isEqualTo(10);
  }

  @Test
  void shouldRefuseAPilotOfTwoFrameworks() {
    RunDirectory out = new RunDirectory(folder.resolve("pilot"));
    CampaignSpec two = pilot().build();
    assertThatThrownBy(() -> Pilot.run(two, out, false, RunListener.SILENT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--backend: expected one backend for a pilot, ort or djl, found ort,djl");
    assertThat(out.path()).doesNotExist();
  }
}
