package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code faults convert, diff, merge, split}: what they print, write and end with. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class FaultListCommandsTest {
  private static final String HEADER = "Injection,Layer,TensorIndex,Bit\n";
  private static final String ROW = "0,conv2,\"(3, 0, 2, 1)\",15\n";
  private static final String OTHER = "1,conv1,\"(0, 0, 0, 0)\",3\n";

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void shouldConvertNeuronsThatReplayTakes() throws IOException {
    Path list =
        file(
            "neurons.csv",
            "Injection,LayerName,LayerIndex,FeatureMapIndex,Value\n"
                + "0,conv1,0,\"[(3, 5, 6), (0, 0, 0)]\",\"[0.5, -0.5]\"\n");
    Path out = folder.resolve("out.csv");
    Cli.Result result = Cli.run("faults", "convert", list, "--model", model, "--out", out);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(out + ": 1 trials, 2 rows, names of pytorch\n");
    assertThat(result.err()).startsWith("onnxfi: note: neurons.csv: read as neurons of SCI-FI");
    Cli.Result replay = Cli.replay(model, out, folder.resolve("run"), "--backend", "ort");
    assertThat(replay.code()).as(replay.err()).isZero();
  }

  @Test
  void shouldPointToTheConversionWhereReplayCannotReadAList() throws IOException {
    Path list =
        file(
            "neurons.csv",
            "Injection,LayerName,LayerIndex,FeatureMapIndex,Value\n0,conv1,0,\"(3, 5, 6)\",0.5\n");
    Cli.Result replay = Cli.replay(model, list, folder.resolve("run"), "--backend", "ort");
    assertThat(replay.code()).isEqualTo(2);
    assertThat(replay.err())
        .isEqualTo(
            "onnxfi: neurons.csv:1: expected columns Injection,Layer,TensorIndex,Bit ('onnxfi"
                + " faults convert' makes them of lists of SCI-FI and PyTorchALFI), found"
                + " Injection,LayerName,LayerIndex,FeatureMapIndex,Value\n");
  }

  @Test
  void shouldNeverWriteOverAFile() throws IOException {
    Path list = file("list.csv", HEADER + ROW);
    Cli.Result convert = Cli.run("faults", "convert", list, "--model", model, "--out", list);
    Cli.Result merge = Cli.run("faults", "merge", list, "--out", list);

    assertThat(convert.code()).isEqualTo(2);
    assertThat(convert.err())
        .isEqualTo("onnxfi: --out: expected a new file, found " + list + ", which exists\n");
    assertThat(merge.code()).isEqualTo(2);
    assertThat(merge.err()).isEqualTo(convert.err());
    assertThat(Files.readString(list)).isEqualTo(HEADER + ROW);
  }

  @Test
  void shouldSplitAndMerge() throws IOException {
    Path list = file("list.csv", HEADER + ROW + OTHER);
    Path part = folder.resolve("part");
    Cli.Result split = Cli.run("faults", "split", list, "--parts", 2, "--out", part);
    assertThat(split.code()).as(split.err()).isZero();
    assertThat(split.out())
        .isEqualTo("%1$s-1.csv: 1 trials, 1 rows\n%1$s-2.csv: 1 trials, 1 rows\n".formatted(part));
    Path all = folder.resolve("all.csv");
    Cli.Result merge = Cli.run("faults", "merge", part + "-1.csv", part + "-2.csv", "--out", all);
    assertThat(merge.code()).as(merge.err()).isZero();
    assertThat(merge.err()).isEmpty();
    assertThat(Files.readString(all)).isEqualTo(HEADER + ROW + OTHER);

    Cli.Result neither = Cli.run("faults", "split", list, "--out", part);
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err())
        .isEqualTo("onnxfi: faults split: expected --parts or --by, found neither\n");
    Cli.Result empty =
        Cli.run("faults", "split", file("e.csv", HEADER), "--by", "layer", "--out", part);
    assertThat(empty.err()).isEqualTo("onnxfi: e.csv: expected faults, one per row, found none\n");
  }

  @Test
  void shouldEndWithOneIfListsDiffer() throws IOException {
    Path left = file("left.csv", HEADER + ROW);
    Path right = file("right.csv", HEADER + ROW + OTHER);
    Cli.Result same = Cli.run("faults", "diff", left, left);
    Cli.Result more = Cli.run("faults", "diff", left, right);

    assertThat(same.code()).isZero();
    assertThat(same.out())
        .isEqualTo(
            "left.csv: 1 trials, left.csv: 1 trials, 1 in both; outcomes are not compared, for not"
                + " both have them\nNo differences.\n");
    assertThat(more.code()).isEqualTo(1);
    assertThat(more.out())
        .endsWith("only in the second: 1\n  line 3, injection 1, conv1 (0, 0, 0, 0) bit 3\n");
    JsonNode json =
        new ObjectMapper().readTree(Cli.run("faults", "diff", left, right, "--json").out());
    assertThat(json.get("same").asBoolean()).isFalse();
    assertThat(json.get("only_in_second").get(0).get("faults").get(0).get("layer").asText())
        .isEqualTo("conv1");
    assertThat(Cli.run("faults", "diff", left, folder).code()).isEqualTo(2);
  }
}
