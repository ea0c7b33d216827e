package io.onnxfi.cli;

import static io.onnxfi.cli.StudyOutput.assertRefused;
import static io.onnxfi.cli.StudyOutput.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStressCommandTest {
  @TempDir private Path folder;
  private StressRuns runs;

  @BeforeEach
  void save() {
    runs = StressRuns.in(folder);
  }

  @Test
  void shouldCompareModelsImageByImage() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result result = runs.study(out, "--model", runs.after(), "--confidence", "0.1", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    Map<String, String[]> first = StressRuns.answers(out, "before", "ort");
    Map<String, String[]> second = StressRuns.answers(out, "after", "ort");
    assertThat(first).hasSize(StressRuns.IMAGES).hasSameSizeAs(second);
    Map<String, Long> moved = new HashMap<>();
    first.forEach(
        (image, row) -> {
          String[] other = second.get(image);
          moved.merge(
              "right " + StressRuns.isRight(row) + StressRuns.isRight(other), 1L, Long::sum);
          moved.merge("mistake " + isMistake(row) + isMistake(other), 1L, Long::sum);
        });
    List<?> changes = (List<?>) Json.read(out.resolve("results.json")).get("changes");
    assertMoved((Map<?, ?>) changes.get(0), "right ", moved);
    assertMoved((Map<?, ?>) changes.get(1), "mistake ", moved);
    assertThat(StressRuns.answers(out, "before", "djl").keySet()).isEqualTo(first.keySet());
    assertThat(result.out()).contains("\"conclusions\"");
    assertThat(Files.readString(out.resolve("report.html"))).contains("What a change moves");
    assertThat(Files.readString(out.resolve("analysis_report.md")))
        .contains("after against before", "| after | ONNX Runtime | right |");
    for (String name :
        List.of("failure_case_1.png", "failure_case_3.png", "after-failure_case_2.png")) {
      assertThat(ImageIO.read(out.resolve("figures").resolve(name).toFile())).as(name).isNotNull();
    }
  }

  private static void assertMoved(Map<?, ?> row, String what, Map<String, Long> moved) {
    assertThat(StressRuns.number(row, "only before"))
        .isEqualTo(moved.getOrDefault(what + "truefalse", 0L));
    assertThat(StressRuns.number(row, "only after"))
        .isEqualTo(moved.getOrDefault(what + "falsetrue", 0L));
    long both = moved.getOrDefault(what + "truetrue", 0L);
    assertThat(StressRuns.number(row, "before"))
        .isEqualTo(both + moved.getOrDefault(what + "truefalse", 0L))
        .isPositive();
    assertThat(StressRuns.number(row, "after"))
        .isEqualTo(both + moved.getOrDefault(what + "falsetrue", 0L));
  }

  private static boolean isMistake(String... row) {
    return !StressRuns.isRight(row) && Double.parseDouble(row[5]) > 0.1;
  }

  @Test
  void shouldGoOnWhereItWasStoppedWithTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    assertThat(runs.study(whole, "--model", runs.after(), "--backend", "ort").code()).isZero();
    Path out = folder.resolve("out");
    assertThat(runs.study(out, "--model", runs.after(), "--backend", "ort").code()).isZero();
    Path answers = out.resolve("answers.csv");
    String text = Files.readString(answers);
    int torn = text.indexOf("\nafter,ort,7,") + 10;
    Files.writeString(answers, text.substring(0, torn));
    Files.delete(out.resolve("results.json"));
    Cli.Result again = runs.study(out, "--model", runs.after(), "--backend", "ort");
    assertThat(again.code()).as(again.err()).isZero();
    Map<String, byte[]> expected = files(whole);
    Map<String, byte[]> found = files(out);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void shouldRefuseBadInputInOneLineBeforeAnythingRuns() throws IOException {
    Path out = folder.resolve("out");
    assertRefused("--confidence: expected a number from 0", runs.study(out, "--confidence", "1"));
    assertRefused("--confidence: expected a number from 0", runs.study(out, "--confidence", "NaN"));
    assertRefused("--worst: expected 0 or more, found -1", runs.study(out, "--worst", "-1"));
    assertRefused("--images: expected 0 or more, found -1", runs.study(out, "--images", "-1"));
    assertRefused("before twice", runs.study(out, "--model", runs.before()));
    assertRefused("missing.onnx", runs.study(out, "--model", folder.resolve("missing.onnx")));
    assertThat(out).doesNotExist();
    assertThat(runs.study(out, "--backend", "ort").code()).isZero();
    assertRefused("belongs to another", runs.study(out, "--model", runs.after()));
    Path answers = out.resolve("answers.csv");
    Files.writeString(
        answers, Files.readString(answers).replace("\nbefore,ort,3,", "\nbefore,ort,99,"));
    assertRefused("answers.csv:5: expected a row", runs.study(out, "--backend", "ort"));
  }
}
