package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.report.Json;
import io.onnxfi.testing.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  @TempDir private Path folder;
  private Path pilot;

  /** 640 faults on 8 bits, of which bit 7 is critical for 0 to 90 of 100 images. */
  @BeforeEach
  void prepare() throws IOException {
    pilot = folder.resolve("pilot.csv");
    StringBuilder text =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    for (int i = 0; i < 640; i++) {
      int critical = i % 8 == 7 ? i / 8 % 10 * 10 : 0;
      text.append(
          "%d,conv1,\"(%d, 0)\",%d,100,0,%d,%d\n".formatted(i, i, i % 8, 100 - critical, critical));
    }
    Files.writeString(pilot, text);
  }

  private Map<String, Object> json(Object... arguments) throws IOException {
    Cli.Result result = Cli.run(Cli.join(arguments, "--json"));
    assertThat(result.code()).as(result.err()).isZero();
    Path file = folder.resolve("plan.json");
    Files.writeString(file, result.out());
    return Json.read(file);
  }

  @Test
  void shouldListAlternativesWithTheCheapestAmongThem() throws IOException {
    Map<String, Object> plan = json("plan", "--margin", 2, "--outcomes", pilot, "--images", 10_000);
    assertThat(plan).containsEntry("is_reached", true).containsEntry("available_faults", 640);
    // By hand: ΣW s² over bits, s² = 80/79 · 825e-4 less S₂²(1/100 − 1/10,000), W = 1/8;
    // S₂² = 1/8 · 100/99 · mean of p(1 − p) = 0.165.
    double within = 0.165 * 100 / 99 / 8;
    assertThat((double) plan.get("variance_between_images")).isEqualTo(within, within(1e-9));
    assertThat((double) plan.get("variance_between_faults"))
        .isEqualTo(80.0 / 79 * 0.0825 / 8 - within * 0.0099, within(1e-9));
    List<?> designs = (List<?>) plan.get("designs");
    assertThat(designs.toString()).contains("images_per_fault=10000,").contains("=100,");
    Cli.Result text = Cli.run("plan", "--margin", 2, "--outcomes", pilot, "--images", 10_000);
    assertThat(text.out())
        .contains("10,000 (all)")
        .containsOnlyOnce("fastest")
        .contains("±2.000 points at 95 % confidence:")
        .contains("Based on the outcomes in pilot.csv.")
        .contains("10 ms per fault and 0.5 ms per image (assumed: a ResNet20 on two cores)")
        .contains("Assumes that faults are drawn at random")
        .endsWith("--images-per-fault 25 --seed 0 --out run\n")
        .contains("./onnxfi replay --model MODEL.onnx --faults " + pilot + " --dataset DATASET");
    assertThat(plan)
        .containsEntry("basis", "outcomes")
        .containsEntry("seconds_per_fault_from", "assumed");
  }

  @Test
  void shouldSayWhatCanBeReachedWhenTheMarginCannot() throws IOException {
    Cli.Result text = Cli.run("plan", "--margin", 0.1, "--outcomes", pilot);
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("±0.100 points at 95 % confidence: out of reach with the 640 faults of pilot.csv")
        .contains("too few faults")
        .containsPattern("faults generate --model MODEL.onnx --margin 0.0\\d+ --t 1.960 --out")
        .containsPattern("replay --model MODEL.onnx --faults longer.csv .* --out run\n$");
    Map<String, Object> plan = json("plan", "--margin", 0.1, "--outcomes", pilot);
    assertThat(plan).containsEntry("is_reached", false);
    assertThat((double) plan.get("margin_of_all_faults")).isBetween(0.001, 0.02);
  }

  @Test
  void shouldRefuseWhatIsNoPilot() {
    assertThat(Cli.run("plan", "--margin", -1, "--outcomes", pilot).err())
        .contains("--margin: expected above 0 and below 100 percentage points, found -1.0");
    assertThat(Cli.run("plan", "--margin", 1, "--outcomes", pilot, "--images", 99).err())
        .contains("--images: expected at least the 100 of the pilot, found 99");
    assertThat(Cli.run("plan", "--margin", 1, "--outcomes", pilot, "--fault-ms", 0).err())
        .contains("--fault-ms: expected milliseconds above 0, found 0.0");
  }

  @Test
  void shouldShowOnThePublishedListThatAHundredImagesAreEnough() {
    Path list = PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20_FL.csv");
    Cli.Result text = Cli.run("plan", "--margin", 0.2, "--outcomes", list);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("The same faults with 100 images each instead of 10,000 give 1.001")
        .contains("for 1.00 % of the inferences");
    Cli.Result small = Cli.run("plan", "--margin", 0.1, "--outcomes", list);
    assertThat(small.out()).contains("out of reach with the 16,627 faults of ResNet20_FL.csv");
  }

  @Test
  void shouldSayOnceWhatWasAssumedOfAList() throws IOException {
    Path tabs = folder.resolve("tabs.csv");
    Files.writeString(
        tabs,
        Files.readString(pilot).replace(", 0)", "  0)").replace(',', '\t').replace("  ", ", "));
    Cli.Result outcomes =
        Cli.run("plan", "--margin", 2, "--outcomes", tabs, "--faults", tabs, "--images", 10_000);
    assertThat(outcomes.code()).as(outcomes.err()).isZero();
    assertThat(outcomes.err()).containsOnlyOnce("tabs.csv: columns separated by");
    Cli.Result worst = Cli.run("plan", "--margin", 2, "--faults", tabs);
    assertThat(worst.err()).containsOnlyOnce("tabs.csv: columns separated by");
  }

  @Test
  void shouldPlanFromAPilotWithoutVariance() throws IOException {
    Path same = folder.resolve("same.csv");
    Files.writeString(
        same, Files.readString(pilot).replaceAll("(?m)100,0,\\d+,\\d+$", "100,0,100,0"));
    Cli.Result text = Cli.run("plan", "--margin", 2, "--outcomes", same, "--images", 10_000);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).doesNotContain("NaN").contains("1.0000 times the standard error");
    assertThat(json("plan", "--margin", 2, "--outcomes", same).toString()).doesNotContain("NaN");
  }
}
