package io.onnxfi.cli;

import static io.onnxfi.cli.StudyOutput.assertRefused;
import static io.onnxfi.cli.StudyOutput.files;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStressCorruptionTest {
  @TempDir private Path folder;
  private StressRuns runs;

  @BeforeEach
  void save() {
    runs = StressRuns.in(folder);
  }

  /** What is said under a corruption is what is said of the data set that has it. */
  @Test
  void shouldAskOfCorruptedImages() throws IOException {
    Path out = folder.resolve("out");
    Object[] more = {
      "--model", runs.after(), "--backend", "ort", "--corruptions", "contrast,shot_noise"
    };
    Cli.Result result = runs.study(out, more);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("before is wrong on ", "under corruption, on average")
        .contains("mean corruption error relative to before: ");
    List<String> rows = Files.readAllLines(out.resolve("corruptions.csv"));
    assertThat(rows).hasSize(1 + 2 * 2 * 5);
    Path single = folder.resolve("single");
    Cli.Result one =
        Cli.run(
            "study",
            "stress",
            "--dataset",
            "synthetic+shot_noise-4",
            "--model",
            runs.after(),
            "--out",
            single,
            "--backend",
            "ort",
            "--images",
            StressRuns.IMAGES);
    assertThat(one.code()).as(one.err()).isZero();
    long right =
        StressRuns.answers(single, "after", "ort").values().stream()
            .filter(StressRuns::isRight)
            .count();
    assertThat(rows).contains("after,shot_noise,4,%d,%d".formatted(right, StressRuns.IMAGES));

    Map<String, byte[]> expected = files(out);
    Files.writeString(
        out.resolve("corruptions.csv"), String.join("\n", rows.subList(0, 9)) + "\nafter,cont");
    Cli.Result again = runs.study(out, more);
    assertThat(again.code()).as(again.err()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    assertRefused("--corruptions: expected one of", runs.study(out, "--corruptions", "rain"));
  }
}
