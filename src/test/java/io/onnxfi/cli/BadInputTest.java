package io.onnxfi.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.onnxfi.backend.ort.OnnxRuntimeProvider;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input ends with the right exit code and one line that says what is wrong, and where. */
class BadInputTest {
  private static final String HEADER = "Injection,Layer,TensorIndex,Bit\n";
  private static final String GOOD_ROW = "0,conv2,\"(3, 0, 2, 1)\",15\n";

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  private void assertRefused(Cli.Result result, int code, String... parts) {
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("onnxfi: ")
        .contains(parts);
  }

  private Cli.Result replay(String rows) throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + rows);
    Cli.Result result = Cli.replay(model, list, folder.resolve("run"));
    assertThat(folder.resolve("run")).as("nothing is begun").doesNotExist();
    return result;
  }

  @Test
  void shouldRefuseAnIndexOutsideTheTensor() throws IOException {
    assertRefused(
        replay(GOOD_ROW + "1,conv2,\"(3, 0, 3, 1)\",15\n"),
        2,
        "list.csv:3: conv2.weight: expected an index within shape [32, 16, 3, 3]",
        "found (3, 0, 3, 1)");
    assertRefused(
        replay("1,conv2,\"(3, 0, 1)\",15\n"), 2, "list.csv:2: conv2.weight", "found (3, 0, 1)");
  }

  @Test
  void shouldSuggestTheNearestLayers() throws IOException {
    assertRefused(
        replay("0,convv2,\"(3, 0, 2, 1)\",15\n"),
        2,
        "list.csv:2: unknown layer 'convv2'; did you mean conv2, ");
  }

  @Test
  void shouldRefuseABitThatTheTypeDoesNotHave() throws IOException {
    assertRefused(
        replay("0,conv2,\"(3, 0, 2, 1)\",32\n"),
        2,
        "expected a bit from 0 to 31 (float), found 32");
  }

  @Test
  void shouldRefuseATruncatedLine() throws IOException {
    assertRefused(
        replay(GOOD_ROW + "1,conv2,\"(3, 0"), 2, "list.csv:3: expected a complete CSV row");
    assertRefused(replay(GOOD_ROW + "1,conv2"), 2, "list.csv:3: expected 4 columns, found 2");
  }

  @Test
  void shouldRefuseAPickleThatIsNoCheckpoint() throws IOException {
    Path file = folder.resolve("evil.th");
    // Protocol 2, then the global posix.system called with 'true'.
    Files.write(file, "\u0080\u0002cposix\nsystem\nX\u0004\0\0\0true\u0085R.".getBytes(ISO_8859_1));
    assertRefused(importing(file), 2, "evil.th", "a Python pickle that torch.save did not write");
    assertThat(folder.resolve("out.onnx")).doesNotExist();
  }

  @Test
  void shouldRefuseATruncatedCheckpoint() throws IOException {
    Path file = folder.resolve("cut.th");
    byte[] magic = {(byte) 0x80, 2, (byte) 0x8a, 0x0a, 0x6c, (byte) 0xfc, (byte) 0x9c};
    Files.write(file, magic);
    assertRefused(importing(file), 2, "cut.th");
  }

  private Cli.Result importing(Path checkpoint) {
    return Cli.run(
        "import",
        "--arch",
        "resnet20",
        "--checkpoint",
        checkpoint,
        "--dataset",
        "cifar10",
        "--out",
        folder.resolve("out.onnx"));
  }

  @Test
  void shouldRefuseAnOperatorThatPyTorchDoesNotRun() throws IOException {
    GraphBuilder g = new GraphBuilder("sequence", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    g.initializer("fc.weight", Graphs.random(1, 10, 3));
    g.initializer("first", Tensor.ofLongs(Shape.of(), 0));
    g.node("SequenceConstruct", List.of("x"), "sequence");
    g.node("SequenceAt", List.of("sequence", "first"), "y");
    g.node("GlobalAveragePool", List.of("y"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", "fc.weight"), "scores", Map.of("transB", 1L));
    OnnxModel model = g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
    Path file = folder.resolve("sequence.onnx");
    model.save(file);
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + "0,fc,\"(1, 2)\",15\n");
    assertRefused(
        Cli.replay(file, list, folder.resolve("run"), "--backend", "ort,djl"),
        2,
        "cannot run operator SequenceConstruct of opset 17 at node 0 'sequence'");
    assertThat(folder.resolve("run")).as("not even in ONNX Runtime").doesNotExist();
  }

  @Test
  void shouldRefuseADataFileOfTheWrongSize() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/cifar-10-batches-bin"));
    Files.write(data.resolve("test_batch.bin"), new byte[3073]);
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + GOOD_ROW);
    assertRefused(
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            list,
            "--dataset",
            "cifar10",
            "--data",
            folder.resolve("data"),
            "--out",
            folder.resolve("run")),
        2,
        "test_batch.bin",
        "3073");
  }

  @Test
  void shouldSayHowToGetMissingData() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + GOOD_ROW);
    assertRefused(
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            list,
            "--dataset",
            "cifar10",
            "--data",
            folder.resolve("nowhere"),
            "--out",
            folder.resolve("run")),
        3,
        "onnxfi fetch cifar10");
  }

  @Test
  void shouldSayWhatIsMissingForCuda() throws IOException {
    assumeFalse(
        new OnnxRuntimeProvider().accelerator().orElseThrow().isUsable(),
        "this machine has CUDA, so nothing is missing");
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + GOOD_ROW);
    assertRefused(
        Cli.replay(model, list, folder.resolve("run"), "--device", "cuda"),
        3,
        "no CUDA device can be used: ");
    Cli.Result auto =
        Cli.replay(model, list, folder.resolve("run"), "--device", "auto", "--backend", "ort");
    assertThat(auto.code()).isZero();
    assertThat(auto.err()).contains("ONNX Runtime on cpu");
  }

  @Test
  void shouldRefuseWrongOptions() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(list, HEADER + GOOD_ROW);
    Path run = folder.resolve("run");
    assertRefused(Cli.replay(model, list, run, "--rows", "0-1"), 2, "--rows", "0-0");
    assertRefused(Cli.replay(model, list, run, "--device", "gpu"), 2, "--device", "'gpu'");
    assertRefused(Cli.replay(model, list, run, "--fault", "burn"), 2, "--fault", "'burn'");
    assertRefused(Cli.replay(model, list, run, "--backend", "tf"), 2, "--backend", "'tf'");
    assertRefused(Cli.replay(model, list, run, "--backend", "ort,ort"), 2, "'ort' twice");
    assertRefused(Cli.replay(model, list, run, "--backend", ""), 2, "--backend", "''");
    assertRefused(Cli.replay(model, list, run, "--mean", "0.5"), 2, "--mean and --std");
    assertRefused(Cli.replay(model, list, run, "--engine", "warp"), 2, "--engine", "'warp'");
    assertRefused(Cli.replay(model, list, run, "--memory", "0"), 2, "--memory", "found 0");
    assertRefused(Cli.replay(model, list, run, "--verify", "101"), 2, "--verify", "found 101");
    assertRefused(Cli.replay(list, list, run), 2, "list.csv", "expected an ONNX model");
    assertThat(Cli.run("replay").code()).isEqualTo(2);
    assertThat(Cli.run("replai").code()).isEqualTo(2);
  }

  @Test
  void shouldSayAtOnceThatAFolderCannotBeWritten() throws IOException {
    OnnxModel tiny = Graphs.tinyCnn(2);
    Path model = folder.resolve("tiny2.onnx");
    tiny.save(model);
    Path list = folder.resolve("list2.csv");
    FaultSampler.draw(tiny, 3, 1).write(list);
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Cli.Result result = Cli.replay(model, list, file.resolve("run"));
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains("file");
    assertThat(file).hasContent("not a folder");
  }
}
