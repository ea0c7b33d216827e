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

/** {@code faults audit}: exit codes, the table and the JSON. */
class FaultsAuditCommandTest {
  private static final String HEADER = "Injection,Layer,TensorIndex,Bit\n";
  private static final String GOOD_ROW = "0,conv2,\"(3, 0, 2, 1)\",15\n";
  private static final String KERAS_ROW = "1,conv2d_1,\"(2, 1, 0, 3)\",14\n";

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  private Path list(String rows) throws IOException {
    return Files.writeString(folder.resolve("list.csv"), HEADER + rows);
  }

  @Test
  void shouldEndWithZeroWithoutDefects() throws IOException {
    Path list = list(GOOD_ROW + KERAS_ROW);
    Cli.Result alone = Cli.run("faults", "audit", list);
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(alone.out())
        .isEqualTo(
            "list.csv: 2 rows of 4 columns; layers and indices were not checked (give --model, or"
                + " --arch with --dataset)\nNo defects found.\n");

    Cli.Result byModel = Cli.run("faults", "audit", list, "--model", model);
    assertThat(byModel.code()).as(byModel.err()).isZero();
    assertThat(byModel.out()).startsWith("list.csv: 2 rows of 4 columns; 0 unresolved\n");
    Cli.Result byArch =
        Cli.run("faults", "audit", list, "--arch", "tiny_cnn", "--dataset", "synthetic");
    assertThat(byArch.code()).as(byArch.err()).isZero();
    assertThat(byArch.out()).isEqualTo(byModel.out());
  }

  @Test
  void shouldSayThatItTookAWrapperFromTheNames() throws IOException {
    Path list = list("0,module.conv2,\"(3, 0, 2, 1)\",15\n");
    Cli.Result result = Cli.run("faults", "audit", list, "--model", model);

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.err())
        .isEqualTo("onnxfi: note: list.csv: layer names read without 'module.'\n");
  }

  /** Faults in bits 0 to 11 of conv1 are masked, and others are not, as TF32 has it. */
  @Test
  void shouldSayWhatOutcomesTellOfThePrecision() throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    for (int bit = 0; bit < 24; bit++) {
      int masked = bit < 12 ? 10 : 3;
      rows.append("%d,conv1,\"(0, 0, 0, %d)\",%d,10,".formatted(bit, bit % 3, bit));
      rows.append("%d,%d,0\n".formatted(masked, 10 - masked));
    }
    Path list = Files.writeString(folder.resolve("tf32.csv"), rows);
    Cli.Result result = Cli.run("faults", "audit", list);
    assertThat(result.code()).as("no defect: " + result.out()).isZero();
    assertThat(result.out())
        .endsWith("No defects found.\nPrecision by layer, as outcomes tell: tf32 in 1 (conv1)\n");
    assertThat(Cli.run("faults", "audit", list, "--json").out())
        .contains("\"precision\"", "\"operands\" : \"tf32\"");
  }

  @Test
  void shouldEndWithOneAndALinePerKindOfDefect() throws IOException {
    Path list = list(GOOD_ROW + GOOD_ROW + "2,conv2\n" + GOOD_ROW);
    Cli.Result result = Cli.run("faults", "audit", list, "--model", model);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .hasSize(5)
        .first()
        .isEqualTo("list.csv: 4 rows of 4 columns; 1 unresolved");
    assertThat(result.out())
        .containsPattern("\n defect +rows +first rows +evidence\n")
        .containsPattern("\n columns +1 +2 +list\\.csv:4: expected 4 columns, found 2\n")
        .containsPattern("\n duplicate_injection +2 +1, 3 +list\\.csv:3: 0 is also on line 2\n")
        .containsPattern(
            "\n duplicate_fault +2 +1, 3 +list\\.csv:3: conv2 \\(3, 0, 2, 1\\) bit 15");
  }

  @Test
  void shouldGiveTheSameAsJson() throws IOException {
    Path list = list(GOOD_ROW + GOOD_ROW + "2,conv9,\"(0,)\",1\n");
    Cli.Result result = Cli.run("faults", "audit", list, "--model", model, "--json");
    JsonNode json = new ObjectMapper().readTree(result.out());

    assertThat(result.code()).isEqualTo(1);
    assertThat(json.get("file").asText()).isEqualTo("list.csv");
    assertThat(json.get("rows").asInt()).isEqualTo(3);
    assertThat(json.get("unresolved").asInt()).isEqualTo(1);
    assertThat(json.get("defects")).hasSize(3);
    JsonNode layer = json.get("defects").get(2);
    assertThat(layer.get("kind").asText()).isEqualTo("unknown_layer");
    assertThat(layer.get("rows").toString()).isEqualTo("[2]");
    assertThat(layer.get("count").asInt()).isEqualTo(1);
    assertThat(layer.get("evidence").asText()).startsWith("list.csv:4: unknown layer 'conv9'");

    Cli.Result unchecked = Cli.run("faults", "audit", list(GOOD_ROW), "--json");
    JsonNode plain = new ObjectMapper().readTree(unchecked.out());
    assertThat(unchecked.code()).isZero();
    assertThat(plain.get("unresolved").isNull()).isTrue();
    assertThat(plain.get("resolution_checked").asBoolean()).isFalse();
    assertThat(plain.get("defects")).isEmpty();
  }

  @Test
  void shouldEndWithTwoWhereThereIsNoListOrNoModel() throws IOException {
    Path list = list(GOOD_ROW);
    assertRefused(Cli.run("faults", "audit", model), "tiny.onnx");
    assertRefused(Cli.run("faults", "audit", folder.resolve("absent.csv")), "no such file");
    assertRefused(Cli.run("faults", "audit", list, "--model", list), "expected an ONNX model");
    assertRefused(Cli.run("faults", "audit", list, "--arch", "tiny_cnn"), "--arch with --dataset");
    assertRefused(
        Cli.run("faults", "audit", list, "--arch", "lenet", "--dataset", "mnist"), "'lenet'");
    assertThat(Cli.run("faults").code()).isEqualTo(2);
    assertThat(Cli.run("faults", "burn").code()).isEqualTo(2);
  }

  private static void assertRefused(Cli.Result result, String part) {
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(part);
  }
}
