package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StudyBerRefusalsTest extends SmallBerStudy {
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
}
