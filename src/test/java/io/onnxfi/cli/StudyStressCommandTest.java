package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStressCommandTest {
  private static final int IMAGES = 60;

  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void save() {
    before = folder.resolve("before.onnx");
    after = folder.resolve("after.onnx");
    Graphs.tinyCnn(1).save(before);
    Graphs.tinyCnn(2).save(after);
  }

  private Cli.Result study(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("study", "stress", "--dataset", "synthetic", "--model", before, "--out", out));
    words.addAll(Arrays.asList(more));
    if (!words.contains("--images")) {
      words.addAll(List.of("--images", IMAGES));
    }
    return Cli.run(words.toArray());
  }

  private static Map<String, byte[]> files(Path out) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(out)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(out.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    // They have times and paths.
    files.keySet().removeAll(List.of("manifest.json", "lock"));
    return files;
  }

  @Test
  void shouldCompareModelsImageByImage() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result result = study(out, "--model", after, "--confidence", "0.1", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    Map<String, String[]> first = answers(out, "before", "ort");
    Map<String, String[]> second = answers(out, "after", "ort");
    assertThat(first).hasSize(IMAGES).hasSameSizeAs(second);
    Map<String, Long> moved = new HashMap<>();
    first.forEach(
        (image, row) -> {
          String[] other = second.get(image);
          moved.merge("right " + isRight(row) + isRight(other), 1L, Long::sum);
          moved.merge("mistake " + isMistake(row) + isMistake(other), 1L, Long::sum);
        });
    List<?> changes = (List<?>) Json.read(out.resolve("results.json")).get("changes");
    assertMoved((Map<?, ?>) changes.get(0), "right ", moved);
    assertMoved((Map<?, ?>) changes.get(1), "mistake ", moved);
    assertThat(answers(out, "before", "djl").keySet()).isEqualTo(first.keySet());
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
    assertThat(number(row, "only before")).isEqualTo(moved.getOrDefault(what + "truefalse", 0L));
    assertThat(number(row, "only after")).isEqualTo(moved.getOrDefault(what + "falsetrue", 0L));
    long both = moved.getOrDefault(what + "truetrue", 0L);
    assertThat(number(row, "before"))
        .isEqualTo(both + moved.getOrDefault(what + "truefalse", 0L))
        .isPositive();
    assertThat(number(row, "after")).isEqualTo(both + moved.getOrDefault(what + "falsetrue", 0L));
  }

  private static long number(Map<?, ?> row, String column) {
    return ((Number) row.get(column)).longValue();
  }

  /** Rows of answers.csv by image. */
  private static Map<String, String[]> answers(Path out, String model, String backend)
      throws IOException {
    Map<String, String[]> rows = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("answers.csv"))) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(model) && cells[1].equals(backend)) {
        rows.put(cells[2], cells);
      }
    }
    return rows;
  }

  private static boolean isRight(String... row) {
    return row[3].equals(row[4]);
  }

  private static boolean isMistake(String... row) {
    return !isRight(row) && Double.parseDouble(row[5]) > 0.1;
  }

  @Test
  void shouldGoOnWhereItWasStoppedWithTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    assertThat(study(whole, "--model", after, "--backend", "ort").code()).isZero();
    Path out = folder.resolve("out");
    assertThat(study(out, "--model", after, "--backend", "ort").code()).isZero();
    Path answers = out.resolve("answers.csv");
    String text = Files.readString(answers);
    int torn = text.indexOf("\nafter,ort,7,") + 10;
    Files.writeString(answers, text.substring(0, torn));
    Files.delete(out.resolve("results.json"));
    Cli.Result again = study(out, "--model", after, "--backend", "ort");
    assertThat(again.code()).as(again.err()).isZero();
    Map<String, byte[]> expected = files(whole);
    Map<String, byte[]> found = files(out);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  /** What is said under a corruption is what is said of the data set that has it. */
  @Test
  void shouldAskOfCorruptedImages() throws IOException {
    Path out = folder.resolve("out");
    Object[] more = {"--model", after, "--backend", "ort", "--corruptions", "contrast,shot_noise"};
    Cli.Result result = study(out, more);
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
            after,
            "--out",
            single,
            "--backend",
            "ort",
            "--images",
            IMAGES);
    assertThat(one.code()).as(one.err()).isZero();
    long right =
        answers(single, "after", "ort").values().stream()
            .filter(StudyStressCommandTest::isRight)
            .count();
    assertThat(rows).contains("after,shot_noise,4,%d,%d".formatted(right, IMAGES));

    Map<String, byte[]> expected = files(out);
    Files.writeString(
        out.resolve("corruptions.csv"), String.join("\n", rows.subList(0, 9)) + "\nafter,cont");
    Cli.Result again = study(out, more);
    assertThat(again.code()).as(again.err()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    assertRefused("--corruptions: expected one of", study(out, "--corruptions", "rain"));
  }

  /** The same image flips that injecting the fault and asking the faulty model gives. */
  @Test
  void shouldAskWithTheMostCriticalFaultsOfARun() throws IOException {
    Path list = folder.resolve("list.csv");
    FaultSampler.draw(OnnxModel.load(before), 60, 3).write(list);
    Path run = folder.resolve("run");
    Cli.Result replay = Cli.replay(before, list, run, "--backend", "ort");
    assertThat(replay.code()).as(replay.err()).isZero();
    Path out = folder.resolve("out");
    Object[] more = {"--faults-of", run, "--faults", 2, "--backend", "ort", "--cases", 1};
    Cli.Result result = study(out, more);
    assertThat(result.code()).as(result.err()).isZero();
    List<?> faults = (List<?>) Json.read(out.resolve("results.json")).get("faults");
    assertThat(faults).hasSize(2);
    long most = critical(run).max().orElseThrow();
    assertThat(number((Map<?, ?>) faults.get(0), "critical in the run")).isEqualTo(most);
    for (Object row : faults) {
      String id = String.valueOf(((Map<?, ?>) row).get("fault"));
      Path faulty = folder.resolve("faulty" + id + ".onnx");
      Cli.Result injected =
          Cli.run("inject", before, "--faults", list, "--trial", id, "--out", faulty);
      assertThat(injected.code()).as(injected.err()).isZero();
      Path alone = folder.resolve("alone" + id);
      assertThat(study(alone, "--model", faulty, "--backend", "ort").code()).isZero();
      Map<String, String[]> golden = answers(alone, "before", "ort");
      long flipped =
          answers(alone, "faulty" + id, "ort").entrySet().stream()
              .filter(image -> !image.getValue()[4].equals(golden.get(image.getKey())[4]))
              .count();
      assertThat(number((Map<?, ?>) row, "flipped here")).isEqualTo(flipped).isPositive();
      assertThat(out.resolve("figures/fault-%s-failure_case_1.png".formatted(id))).exists();
    }
    Map<String, byte[]> expected = files(out);
    Files.delete(out.resolve("results.json"));
    assertThat(study(out, more).code()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    Cli.Result other =
        Cli.run(
            "study",
            "stress",
            "--dataset",
            "synthetic",
            "--model",
            after,
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

  private Cli.Result trained(Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("study", "stress", "tiny_cnn"));
    words.addAll(List.of("--dataset", "synthetic", "--images", IMAGES, "--epochs", 2));
    words.addAll(List.of("--train-images", 256, "--threads", 1, "--backend", "ort"));
    words.addAll(List.of("--confidence", "0.1", "--cases", 1, "--out", out));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray());
  }

  @Test
  void shouldTrainTwoNetworksThatDifferInOneOption() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result result = trained(out, "--change", "label-smoothing=0.2", "--model", before);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("changed against baseline: ", "before against baseline: ")
        .contains("The changed network is trained with --label-smoothing 0.2.");
    String baseline = source(out.resolve("checkpoints/baseline_seed42.onnx"));
    String changed = source(out.resolve("checkpoints/changed_seed42.onnx"));
    assertThat(baseline)
        .contains("seed=42", "schedule=Cosine[peak=0.001", "weightDecay=1.0E-4")
        .contains("label_smoothing=0.0");
    assertThat(changed).isEqualTo(baseline.replace("label_smoothing=0.0", "label_smoothing=0.2"));
    for (String name : List.of("training_curves", "model_comparison", "failure_case_1")) {
      assertThat(ImageIO.read(out.resolve("figures/%s.png".formatted(name)).toFile()))
          .as(name)
          .isNotNull();
    }
    Map<String, byte[]> expected = files(out);
    Files.delete(out.resolve("answers.csv"));
    Files.delete(out.resolve("results.json"));
    Cli.Result again = trained(out, "--change", "label-smoothing=0.2", "--model", before);
    assertThat(again.code()).as(again.err()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    Cli.Result other = trained(out, "--change", "lr=0.01", "--model", before);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("belongs to another");
  }

  private static String source(Path model) {
    return OnnxModel.load(model).metadata().get("onnxfi.source");
  }

  @Test
  void shouldRefuseChangesThatAreNone() {
    Path out = folder.resolve("out");
    assertRefused("--change: expected one option of a training", trained(out, "--change", "x=1"));
    assertRefused("--change: ", trained(out, "--change", "lr=fast"));
    assertRefused("--schedule: expected one-cycle", trained(out, "--change", "schedule=none"));
    assertRefused(
        "'tiny'", Cli.run("study", "stress", "tiny", "--dataset", "synthetic", "--out", out));
    assertRefused(
        "expected an ARCH to train or a --model",
        Cli.run("study", "stress", "--dataset", "synthetic", "--out", out));
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseBadInputInOneLineBeforeAnythingRuns() throws IOException {
    Path out = folder.resolve("out");
    assertRefused("--confidence: expected a number from 0", study(out, "--confidence", "1"));
    assertRefused("--confidence: expected a number from 0", study(out, "--confidence", "NaN"));
    assertRefused("--worst: expected 0 or more, found -1", study(out, "--worst", "-1"));
    assertRefused("--images: expected 0 or more, found -1", study(out, "--images", "-1"));
    assertRefused("before twice", study(out, "--model", before));
    assertRefused("missing.onnx", study(out, "--model", folder.resolve("missing.onnx")));
    assertThat(out).doesNotExist();
    assertThat(study(out, "--backend", "ort").code()).isZero();
    assertRefused("belongs to another", study(out, "--model", after));
    Path answers = out.resolve("answers.csv");
    Files.writeString(
        answers, Files.readString(answers).replace("\nbefore,ort,3,", "\nbefore,ort,99,"));
    assertRefused("answers.csv:5: expected a row", study(out, "--backend", "ort"));
  }

  private static void assertRefused(String message, Cli.Result result) {
    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
  }
}
