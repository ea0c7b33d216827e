package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that rest on nothing, and what may be given together. */
class WorstCasePlanTest {
  @TempDir private Path folder;

  private Map<String, Object> json(Object... more) throws IOException {
    Cli.Result result = Cli.run(Cli.join(new Object[] {"plan", "--json"}, more));
    assertThat(result.code()).as(result.err()).isZero();
    Path file = folder.resolve("plan.json");
    Files.writeString(file, result.out());
    return Json.read(file);
  }

  /** The numbers are those of WorstCaseTest. */
  @Test
  void shouldPlanForTheWorstCaseIfNothingIsKnown() throws IOException {
    Cli.Result text = Cli.run("plan", "--margin", 0.1, "--confidence", 95);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("the worst case: a critical rate of 50 %")
        .contains("±0.100 points at 95 % confidence: 960,361 faults. One image per fault")
        .contains("(Leveugle et al., DATE 2009) gives 960,365")
        .contains("--rate-at-most 5 lowers this to 182,4")
        .endsWith(
            "  ./onnxfi plan --margin 0.1 --model MODEL.onnx --faults LIST.csv --dataset DATASET"
                + " --confidence 95 --out pilot\n");
    Map<String, Object> plan = json("--margin", 0.1);
    assertThat(plan)
        .containsEntry("basis", "worst_case")
        .containsEntry("rate_at_most", 0.5)
        .containsEntry("variance_between_faults", 0.25)
        .containsEntry("variance_between_images", 0.0)
        .containsEntry("published_formula_faults", 960_365);
    assertThat(plan.get("designs").toString())
        .contains("images_per_fault=1, faults=960361, inferences=960361,");
  }

  @Test
  void shouldSayWhatAListReaches() throws IOException {
    Path list = folder.resolve("list.csv");
    FaultSampler.draw(Graphs.tinyCnn(2), 600, 3).write(list);
    Map<String, Object> plan = json("--margin", 1, "--faults", list, "--rate-at-most", 5);
    assertThat(plan)
        .containsEntry("list", "list.csv")
        .containsEntry("available_faults", 600)
        .containsEntry("variance_between_faults", 0.0475)
        .containsEntry("published_formula_faults", 1825); // z²·0.0475/0.01² = 1,824.7
    // statsmodels 0.15, proportion_confint(0.05 * n, n, method="wilson"): half its width is
    // 0.0100002 for 1,837 faults and 0.0099975 for 1,838.
    assertThat(plan.get("designs").toString()).contains("images_per_fault=1, faults=1838,");
    Cli.Result text = Cli.run("plan", "--margin", 1, "--faults", list);
    // By hand: z/(2√(600 + z²)) = 3.988 points.
    assertThat(text.out()).contains("The 600 faults of list.csv reach ±3.988 points.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --outcomes x.csv --model m.onnx          | --outcomes and --model: expected one of them
          --model m.onnx --dataset synthetic       | --model: expected --faults with it, for a pilot
          --model m.onnx --faults x.csv            | --model: expected --dataset or --inputs with it, for a pilot
          --dataset synthetic                      | --dataset: expected --model with it
          --outcomes x.csv --out run               | --out: expected --model with it
          --pilot-faults 10                        | --pilot-faults: expected --model with it
          --backend ort                            | --backend: expected --model with it
          --images 100                             | --images: expected --outcomes or --model with it
          --outcomes x.csv --rate-at-most 5        | --rate-at-most: expected neither --outcomes nor --model
          --rate-at-most 51                        | --rate-at-most: expected above 0 and up to 50 percent, found 51.0
          --rate-at-most 0                         | --rate-at-most: expected above 0 and up to 50 percent, found 0.0
          --model m --faults l --dataset synthetic --resume | --resume: expected --out with it
          --model m --faults l --dataset synthetic --pilot-faults 1 | --pilot-faults: expected at least 2, found 1
          --model m --faults l --dataset synthetic --images-per-fault 1 | --images-per-fault: expected at least 2
          --image-ms 0                             | --image-ms: expected milliseconds above 0, found 0.0
          """)
  void shouldRefuseWhatDoesNotGoTogetherInOneLine(String options, String message) {
    Object[] plan = {"plan", "--margin", 1};
    Cli.Result result = Cli.run(Cli.join(plan, (Object[]) options.split(" ", -1)));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().startsWith("onnxfi: " + message);
  }
}
