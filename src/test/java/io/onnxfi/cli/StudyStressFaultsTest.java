package io.onnxfi.cli;

import static io.onnxfi.cli.StudyOutput.assertRefused;
import static io.onnxfi.cli.StudyOutput.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStressFaultsTest {
  @TempDir private Path folder;
  private StressRuns runs;

  @BeforeEach
  void save() {
    runs = StressRuns.in(folder);
  }

  /** The same image flips that injecting the fault and asking the faulty model gives. */
  @Test
  void shouldAskWithTheMostCriticalFaultsOfARun() throws IOException {
    Path list = folder.resolve("list.csv");
    FaultSampler.draw(OnnxModel.load(runs.before()), 60, 3).write(list);
    Path run = folder.resolve("run");
    Cli.Result replay = Cli.replay(runs.before(), list, run, "--backend", "ort");
    assertThat(replay.code()).as(replay.err()).isZero();
    Path out = folder.resolve("out");
    Object[] more = {"--faults-of", run, "--faults", 2, "--backend", "ort", "--cases", 1};
    Cli.Result result = runs.study(out, more);
    assertThat(result.code()).as(result.err()).isZero();
    List<?> faults = (List<?>) Json.read(out.resolve("results.json")).get("faults");
    assertThat(faults).hasSize(2);
    long most = critical(run).max().orElseThrow();
    assertThat(StressRuns.number((Map<?, ?>) faults.get(0), "critical in the run")).isEqualTo(most);
    for (Object row : faults) {
      String id = String.valueOf(((Map<?, ?>) row).get("fault"));
      Path faulty = folder.resolve("faulty" + id + ".onnx");
      Cli.Result injected =
          Cli.run("inject", runs.before(), "--faults", list, "--trial", id, "--out", faulty);
      assertThat(injected.code()).as(injected.err()).isZero();
      Path alone = folder.resolve("alone" + id);
      assertThat(runs.study(alone, "--model", faulty, "--backend", "ort").code()).isZero();
      Map<String, String[]> golden = StressRuns.answers(alone, "before", "ort");
      long flipped =
          StressRuns.answers(alone, "faulty" + id, "ort").entrySet().stream()
              .filter(image -> !image.getValue()[4].equals(golden.get(image.getKey())[4]))
              .count();
      assertThat(StressRuns.number((Map<?, ?>) row, "flipped here"))
          .isEqualTo(flipped)
          .isPositive();
      assertThat(out.resolve("figures/fault-%s-failure_case_1.png".formatted(id))).exists();
    }
    Map<String, byte[]> expected = files(out);
    Files.delete(out.resolve("results.json"));
    assertThat(runs.study(out, more).code()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    Cli.Result other =
        Cli.run(
            "study",
            "stress",
            "--dataset",
            "synthetic",
            "--model",
            runs.after(),
            "--faults-of",
            run,
            "--out",
            folder.resolve("other"));
    assertRefused("after.onnx: expected model.sha256", other);
  }

  private static LongStream critical(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("outcomes-ort.csv"));
    int column = List.of(lines.get(0).split(",", -1)).indexOf("critical");
    return lines.stream()
        .skip(1)
        .map(line -> line.replaceAll("\"[^\"]*\"", "place").split(",", -1)[column])
        .mapToLong(Long::parseLong);
  }
}
