package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.MortalDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StudyBerCommandTest {
  /** Kills that are tried: {@code -Donnxfi.test.kills=25} tries more. */
  private static final int KILLS = Integer.getInteger("onnxfi.test.kills", 4);

  private static final int IMAGES = 40;

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  /** A small study, with other options in place of its own or beside them. */
  private Object[] words(Path out, Object... more) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--model", model);
    options.put("--dataset", "synthetic");
    options.put("--images", IMAGES);
    options.put("--rates", "1e-5..1e-2");
    options.put("--repetitions", 4);
    options.put("--out", out);
    for (int i = 0; i < more.length; i++) {
      boolean hasValue = i + 1 < more.length && !String.valueOf(more[i + 1]).startsWith("--");
      options.put(String.valueOf(more[i]), hasValue ? more[++i] : "");
    }
    List<Object> words = new ArrayList<>(List.of("study", "ber"));
    options.forEach(
        (name, value) -> {
          words.add(name);
          if (!value.equals("")) {
            words.add(value);
          }
        });
    return words.toArray();
  }

  private Cli.Result study(Path out, Object... more) {
    return Cli.run(words(out, more));
  }

  private Path done(String name, Object... more) {
    Path out = folder.resolve(name);
    Cli.Result result = study(out, more);
    assertThat(result.code()).as(result.err()).isZero();
    return out;
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private static Map<String, String> results(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(out)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (!name.equals("manifest.json") && !name.equals("config.yaml")) {
          files.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  @Test
  void shouldWriteTheTablesOfTheStudyThatItIsModelledOn() throws IOException {
    Path out = done("study");

    assertThat(out.resolve("detail-tiny.csv"))
        .content()
        .startsWith("error_rate,top1,top5,repetition,seed,flipped_bits,non_finite,");
    assertThat(rows(out.resolve("detail-tiny.csv"))).hasSize(4 * 4);
    assertThat(out.resolve("tiny.csv")).content().startsWith("error_rate,top1,top5,repetitions,");
    assertThat(rows(out.resolve("tiny.csv"))).hasSize(4);
  }

  /** Errors are nested in the rate: no pattern has fewer at a higher one. */
  @Test
  void shouldFlipMoreBitsAtHigherRatesOfAPattern() throws IOException {
    List<String[]> rows = rows(done("study").resolve("detail-tiny.csv"));

    for (int i = 4; i < rows.size(); i++) {
      assertThat(rows.get(i)[4]).isEqualTo(rows.get(i - 4)[4]);
      assertThat(Long.parseLong(rows.get(i)[5]))
          .isGreaterThanOrEqualTo(Long.parseLong(rows.get(i - 4)[5]));
    }
    assertThat(Long.parseLong(rows.get(rows.size() - 1)[5])).isGreaterThan(100);
  }

  @Test
  void shouldGiveTheSameBytesWhateverThreadsAndEngine() throws IOException {
    Map<String, String> one = results(done("one", "--threads", 1, "--by", "layer,bit"));

    assertThat(results(done("two", "--threads", 2, "--by", "layer,bit"))).isEqualTo(one);
    assertThat(results(done("plain", "--engine", "plain", "--by", "layer,bit"))).isEqualTo(one);
  }

  @Test
  void shouldGiveTheSameBytesIfItIsExtendedStepByStep() throws IOException {
    Map<String, String> whole = results(done("whole"));
    Path out = folder.resolve("steps");
    assertThat(study(out, "--repetitions", 2).code()).isZero();
    assertThat(study(out, "--rates", "1e-4,1e-2").code()).isZero();

    assertThat(results(done("steps"))).isEqualTo(whole);
  }

  /** At the writing or moving of any file. */
  @Test
  void shouldGoOnAfterAKillAtAnyStep() throws IOException {
    Map<String, String> whole = results(done("whole", "--backend", "ort"));
    MortalDisk counting = new MortalDisk(folder, Integer.MAX_VALUE);
    run(counting, folder.resolve("counted"));
    int steps = counting.changes().size();
    for (int kill = 0; kill < 2 * KILLS; kill++) {
      int step = steps * kill / (2 * KILLS);
      Path out = folder.resolve("killed" + step);
      MortalDisk disk = new MortalDisk(folder, step);
      assertThatThrownBy(() -> run(disk, out)).isInstanceOf(MortalDisk.Killed.class);
      assertThat(results(done("killed" + step, "--backend", "ort")))
          .as("after %s", disk.changes())
          .isEqualTo(whole);
    }
  }

  private void run(MortalDisk disk, Path out) {
    CommandLine command =
        Main.commandLine()
            .setErr(new PrintWriter(Writer.nullWriter()))
            .setOut(new PrintWriter(Writer.nullWriter()));
    command.registerConverter(
        Path.class, text -> text.equals(out.toString()) ? disk.over(out) : Path.of(text));
    String[] words =
        Arrays.stream(words(out, "--backend", "ort")).map(String::valueOf).toArray(String[]::new);
    CommandLine study =
        command.parseArgs(words).subcommand().subcommand().commandSpec().commandLine();
    ((StudyBerCommand) study.getCommand()).call();
  }

  /** The errors as a fault list: any of them can be replayed, and has the accuracy of the study. */
  @Test
  void shouldListErrorsThatAReplayRepeats() throws IOException {
    Path out = done("study");
    Path run = folder.resolve("run");
    Cli.Result replay =
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            out.resolve("trials-tiny.csv"),
            "--dataset",
            "synthetic",
            "--images",
            IMAGES,
            "--out",
            run);
    assertThat(replay.code()).as(replay.err()).isZero();
    List<Trial> trials = FaultList.read(out.resolve("trials-tiny.csv")).trials();
    Outcomes outcomes = Outcomes.read(run.resolve("outcomes-djl.csv"));
    List<String[]> details = rows(out.resolve("detail-tiny.csv"));
    assertThat(trials).hasSizeGreaterThan(6);
    for (int i = 0; i < trials.size(); i++) {
      String[] detail = details.get((int) trials.get(i).id());
      long correct = outcomes.trials().get(i).extra().correct().orElseThrow();
      long nonFinite = outcomes.trials().get(i).extra().nonFinite().orElseThrow();
      if (nonFinite == 0) {
        assertThat(Double.parseDouble(detail[9])).isEqualTo(100.0 * correct / IMAGES);
      }
    }
  }

  @Test
  void shouldDrawAnewForEveryRateIfAsked() throws IOException {
    List<String[]> rows = rows(done("study", "--independent").resolve("detail-tiny.csv"));

    assertThat(rows.stream().map(row -> row[4]).distinct()).hasSize(rows.size());
  }

  @Test
  void shouldStopAtTheMargin() throws IOException {
    List<String[]> rows =
        rows(done("study", "--margin", 45, "--repetitions", "20").resolve("tiny.csv"));
    assertThat(rows.stream().map(row -> Integer.parseInt(row[3])))
        .allMatch(repetitions -> repetitions % 5 == 0)
        .contains(5);
  }

  @Test
  void shouldTakeOptionsFromAFileAndWriteThemAll() throws IOException {
    Path out = done("study", "--select", "conv1,conv2", "--seed", 7);
    Path again = folder.resolve("again");

    Cli.Result result =
        Cli.run("study", "ber", "--config", out.resolve("config.yaml"), "--out", again);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(results(again)).isEqualTo(results(out));
    assertThat(again.resolve("config.yaml")).hasSameTextualContentAs(out.resolve("config.yaml"));
    Cli.Result other =
        Cli.run(
            "study",
            "ber",
            "--config=" + out.resolve("config.yaml"),
            "--rates",
            "1e-3",
            "--out",
            folder.resolve("other"));
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(rows(folder.resolve("other").resolve("tiny.csv"))).hasSize(1);
  }

  @Test
  void shouldSayWhatKeywordsChose() {
    Cli.Result result = study(folder.resolve("study"), "--select", "conv,conv2");

    assertThat(result.err()).contains("tiny: conv: ", "tiny: conv2: ", "bits");
  }

  @Test
  void shouldStrikeActivations() throws IOException {
    Path out = done("study", "--sites", "activations", "--backend", "ort");

    assertThat(out.resolve("trials-tiny.csv")).content().contains("activation/tensor");
    List<String[]> rows = rows(out.resolve("tiny.csv"));
    assertThat(Double.parseDouble(rows.get(3)[1])).isLessThan(Double.parseDouble(rows.get(0)[1]));
  }

  @Test
  void shouldRefuseBadInputInOneLineBeforeAnythingRuns() throws IOException {
    Path out = folder.resolve("study");
    Files.writeString(folder.resolve("bad.yaml"), "rates: 1e-3\nrepetition: 3\n");
    refused("--rates: expected", study(out, "--rates", "2"));
    refused("--rates: expected the lower rate first", study(out, "--rates", "1e-3..1e-5"));
    refused(
        "--repetitions: expected 1 to 50,000 at so many rates, found 0",
        study(out, "--repetitions", "0"));
    refused("--by: expected layer, bit or both", study(out, "--by", "channel"));
    refused("--select nothing: expected", study(out, "--select", "nothing"));
    refused("'repetition'", study(out, "--config", folder.resolve("bad.yaml")));
    refused("missing.yaml", study(out, "--config", folder.resolve("missing.yaml")));
    assertThat(out).doesNotExist();
    done("study");
    refused("belongs to another", study(out, "--select", "conv"));
    refused("a run of replay", Cli.run("report", out));
  }

  /** Also where a file system does not tell capitals apart. */
  @Test
  void shouldRefuseModelsWhoseTablesWouldOverwriteOthers() {
    Path out = folder.resolve("study");
    refused("found measured.csv of the study's own", study(out, "--model", copy("measured")));
    refused("found detail-tiny.csv of tiny", both(out, "detail-tiny"));
    refused("found trials-tiny.csv of tiny", both(out, "trials-tiny"));
    refused("found TINY.csv of tiny", both(out, "TINY"));
    refused("found figures of a b", both(out, "a b", "a-b"));
    assertThat(out).doesNotExist();
  }

  private Cli.Result both(Path out, String... names) {
    List<String> models = new ArrayList<>(List.of(model.toString()));
    Stream.of(names).map(this::copy).forEach(copy -> models.add(copy.toString()));
    return study(out, "--model", String.join(",", models));
  }

  private Path copy(String name) {
    Path copy = folder.resolve(name + ".onnx");
    Graphs.tinyCnn(2).save(copy);
    return copy;
  }

  @Test
  void shouldRefuseAMeasurementThatWasEdited() throws IOException {
    Path out = done("study", "--backend", "ort");
    Path table = out.resolve("measured.csv");
    List<String> lines = Files.readAllLines(table);
    for (String cell : List.of("x", "-1", "39", "99999999999999999999", "")) {
      List<String> edited = new ArrayList<>(lines);
      edited.set(2, lines.get(2).replace(",40,", "," + cell + ","));
      Files.write(table, edited);
      refused("measured.csv:3: expected a row of ", study(out, "--backend", "ort"));
    }
  }

  @Test
  void shouldRefuseOptionsThatSayTwoThings() {
    Path out = folder.resolve("study");
    refused("each once, found layer,layer", study(out, "--by", "layer,layer"));
    refused("--by-rate: expected one rate", study(out, "--by", "bit", "--by-rate", "1e-5..1e-3"));
    refused("--seed: expected from 0 to", study(out, "--seed", Long.MAX_VALUE));
    refused("--margin: expected above 0", study(out, "--margin", "Infinity"));
  }

  private static void refused(String line, Cli.Result result) {
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(each -> each.startsWith("onnxfi: ")))
        .filteredOn(each -> !each.startsWith("onnxfi: note"))
        .singleElement()
        .asString()
        .contains(line);
  }

  @Test
  void shouldDescribeTheStudyInItsManifest() {
    Map<String, Object> manifest = Json.read(done("study").resolve("manifest.json"));

    assertThat(manifest)
        .containsOnlyKeys("onnxfi", "study", "identity", "config", "backends", "machine");
    assertThat(manifest.get("identity").toString()).contains(Cli.sha256(model), "generator=");
  }
}
