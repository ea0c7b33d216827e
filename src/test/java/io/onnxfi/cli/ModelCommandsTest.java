package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code layers}, {@code inject}, {@code doctor}, {@code fetch}, {@code demo} and help. */
class ModelCommandsTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  @Test
  void shouldListWhatCanBeInjected() {
    Cli.Result result = Cli.run("layers", model);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsPattern("conv2\\.weight +Conv +float +\\[32, 16, 3, 3\\] +4,608 +0-31")
        .contains("in 17 initializers");
    Cli.Result json = Cli.run("layers", model, "--json");
    assertThat(json.out()).contains("\"name\" : \"conv2.weight\"").contains("\"elements\" : 4608");
  }

  @Test
  void shouldInjectExactlyOneBit() throws IOException {
    Path faulty = folder.resolve("faulty.onnx");
    Cli.Result result =
        Cli.run(
            "inject", model, "--layer", "conv2", "--index", "3,0,2,1", "--bit", 30, "--out",
            faulty);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("conv2.weight (3, 0, 2, 1), bit 30 (exponent): 0x");
    byte[] before = Files.readAllBytes(model);
    byte[] after = Files.readAllBytes(faulty);
    assertThat(after).hasSameSizeAs(before);
    int bits = 0;
    for (int i = 0; i < before.length; i++) {
      bits += Integer.bitCount((before[i] ^ after[i]) & 0xFF);
    }
    assertThat(bits).isEqualTo(1);
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Session session = ort.open(OnnxModel.load(faulty))) {
      assertThat(session.run(List.of(Graphs.random(1, 2, 3, 16, 16)))).hasSize(1);
    }
    Path back = folder.resolve("back.onnx");
    Cli.run(
        "inject",
        faulty,
        "--layer",
        "conv2",
        "--index",
        "(3, 0, 2, 1)",
        "--bit",
        30,
        "--out",
        back);
    assertThat(back).hasSameBinaryContentAs(model);
  }

  @Test
  void shouldNotWriteOverItsInput() throws IOException {
    byte[] before = Files.readAllBytes(model);
    Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), model);
    for (Path out : List.of(model, link, folder.resolve("./tiny.onnx"))) {
      Cli.Result result =
          Cli.run(
              "inject", model, "--layer", "conv2", "--index", "3,0,2,1", "--bit", 30, "--out", out);
      assertThat(result.code()).as(result.err()).isEqualTo(2);
      assertThat(result.err())
          .contains("--out: expected a path that is not an input of this command");
    }
    assertThat(model).hasBinaryContent(before);
    Path checkpoint = Files.writeString(folder.resolve("c.pth"), "weights");
    Cli.Result imported =
        Cli.run(
            "import",
            "--arch",
            "resnet20",
            "--dataset",
            "cifar10",
            "--checkpoint",
            checkpoint,
            "--out",
            checkpoint);
    assertThat(imported.code()).isEqualTo(2);
    assertThat(imported.err()).contains("--out: expected a path");
    assertThat(checkpoint).hasContent("weights");
  }

  @Test
  void shouldSayWhatWorksHere() {
    Cli.Result result = Cli.run("doctor", "--data", folder);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsPattern("ok +ONNX Runtime +version 1\\.28\\.0 runs on cpu")
        .containsPattern("ok +PyTorch \\(DJL\\) +version 2\\.7\\.1 runs on cpu")
        .contains("onnxfi fetch cifar10")
        .contains("synthetic[1000, 3, 16, 16]")
        .contains("cifar10-sample[300, 3, 32, 32]");
    assertThat(Cli.run("doctor", "--json").out()).contains("\"subject\" : \"PyTorch (DJL)\"");
  }

  @Test
  void shouldListWhatCanBeFetched() {
    Cli.Result result = Cli.run("fetch");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("cifar10\n").contains("resnet/ResNet20.th");
    Cli.Result unknown = Cli.run("fetch", "cifar11", "--data", folder);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("cifar11");
  }

  @Test
  void shouldShowTheMainJobOnWhatTheRepositoryShips() {
    Path out = folder.resolve("demo");
    Cli.Result result = Cli.run("demo", "--out", out, "--faults", 8);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("./onnxfi replay --model models/resnet20_cifar10.onnx")
        .contains("(272 of 300)")
        .contains("ONNX Runtime against PyTorch (DJL):\n   Undecided within ±0.1 pp")
        .contains("Written to " + out);
    assertThat(out.resolve("outcomes-djl.csv")).isRegularFile();
  }

  @Test
  void shouldExplainEveryCommand() {
    Cli.Result help = Cli.run("--help");
    assertThat(help.code()).isZero();
    for (String command :
        List.of(
            "demo", "doctor", "fetch", "import", "train", "layers", "inject", "replay", "compare",
            "faults", "bench")) {
      assertThat(help.out()).contains("  " + command + " ");
      Cli.Result own = Cli.run(command, "--help");
      assertThat(own.code()).isZero();
      assertThat(own.out()).startsWith("Usage: onnxfi " + command);
    }
    assertThat(Cli.run("--version").out())
        .matches("(?s)onnxfi \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R.*");
  }
}
