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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code inject} beyond one bit of a weight, which {@code ModelCommandsTest} has. */
class InjectCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path out;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    out = folder.resolve("faulty.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  private Cli.Result inject(Object... options) {
    List<Object> words = new ArrayList<>(List.of("inject", model, "--out", out));
    words.addAll(Arrays.asList(options));
    return Cli.run(words.toArray());
  }

  private void requireRuns() {
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Session session = ort.open(OnnxModel.load(out))) {
      assertThat(session.run(List.of(Graphs.random(1, 2, 3, 16, 16)))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weight|random:-1,1",
        "weight/channel|gaussian:0.1",
        "weight/tensor|ber:0.01",
        "weight|set:NaN",
        "weight/row|random",
        "activation|byte",
        "activation/channel|set:2.5",
        "activation/tensor|ber:0.01",
        "activation/column|gaussian-abs:0.1"
      })
  void shouldWriteAModelThatRuns(String site, String fault) {
    String index = site.startsWith("weight") ? "3,0,2,1" : "3,0,2";
    Cli.Result result =
        inject("--layer", "conv2", "--index", index, "--site", site, "--fault", fault);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith(out + ": ").contains("conv2");
    requireRuns();
  }

  @Test
  void shouldSayWhatItRaisedForTheNodes() {
    Cli.Result flip =
        inject("--layer", "relu1", "--index", "0,0,0", "--site", "activation", "--bit", 30);
    assertThat(flip.code()).as(flip.err()).isZero();
    assertThat(flip.err()).contains("note: tiny.onnx: opset raised from 17 to 26");
    assertThat(flip.out()).contains("activation relu1: 1 of 4096 elements changed in every image");
    Cli.Result zero = inject("--layer", "relu1", "--site", "activation/tensor", "--fault", "zero");
    assertThat(zero.code()).as(zero.err()).isZero();
    assertThat(zero.err()).doesNotContain("opset");
  }

  @Test
  void shouldInjectATrialOfAList() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.csv"),
            """
            Injection,Layer,TensorIndex,Bit,Model,Site
            0,conv1,"(0, 0, 0, 0)",30,flip,weight
            3,conv2,"(3, 0, 2, 1)",,zero,weight/channel
            3,relu1,"(0, 0, 0)",,set:1,activation/channel
            """);
    Cli.Result result = inject("--faults", list, "--trial", 3);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("conv2.weight: 144 of 4608 elements changed")
        .contains("activation relu1: 256 of 4096 elements changed in every image");
    requireRuns();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layer conv2 --index 3,0,2,1 --bit 32|expected a bit from 0 to 31 (float), found 32",
        "--layer conv2 --index 3,0,2,1 --bit -1|expected a bit from 0 to 31 (float), found -1",
        "--layer conv2 --index 3,0,2,1|expected a bit, which flip needs, found none",
        "--layer conv2 --index 3,0,2,1 --fault flap|--fault: expected one of flip",
        "--layer conv2 --index 3,0,2,1 --fault flip:40|40",
        "--layer conv2 --index 3,0,2,1 --fault burst:33|32 bits of float",
        "--layer conv2 --index 3,0,2,1 --fault set:1e39|expected a value of float",
        "--layer conv2 --index 3,0,2,1 --fault count:33|33",
        "--layer conv2 --index 99,0,2,1 --bit 3|expected an index within shape",
        "--layer conv2 --index 3,0 --bit 3|expected an index within shape",
        "--layer linear.bias --index 3 --bit 3 --site weight/column|expected one of",
        "--layer conv2 --index 3,0,2,1 --bit 3 --site neuron|--site: expected a site",
        "--layer relu1 --index 0,0,0 --bit 3 --site activation/input-channel|--site: expected",
        "--layer relu1 --index 0,0,99 --bit 3 --site activation|within one image's shape",
        "--layer relu9 --index 0,0,0 --bit 3 --site activation|unknown activation 'relu9'",
        "--layer relu1 --index 0,0,0 --bit 3 --site activation@image:2|no data set",
        "--layer relu1 --index 0,0,0 --bit 32 --site activation|expected a bit from 0 to 31",
        "--layer conv2 --bit 3|'--index=I,J,…'",
        "--index 3,0,2,1 --bit 3|'--layer=NAME'",
        "--trial 3|'--faults=L.csv'",
        "--faults x.csv|'--trial=N'",
        "--faults x.csv --trial 3 --layer conv2|--layer and --faults exclude each other"
      })
  void shouldRefuseInOneLine(String options, String message) {
    Cli.Result result = inject((Object[]) options.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.err().lines().findFirst().orElseThrow()).contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldNameTheRemedyWhereARangeIsMissing() {
    Cli.Result result =
        inject("--layer", "relu1", "--index", "0,0,0", "--site", "activation", "--fault", "random");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("relu1");
  }

  @Test
  void shouldDrawFromTheRangeThatAProfileTells() {
    Path profile = folder.resolve("profile.json");
    assertThat(
            Cli.run("profile", model, "--dataset", "synthetic", "--images", 20, "--out", profile)
                .code())
        .isZero();
    Cli.Result result =
        inject(
            "--layer",
            "relu1",
            "--site",
            "activation/tensor",
            "--fault",
            "gaussian:0.5",
            "--profile",
            profile);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("4096 elements changed in every image");
    requireRuns();
  }

  @Test
  void shouldInjectIntoTheSameValueAgain() {
    Object[] options = {"--layer", "relu1", "--index", "0,0,0", "--site", "activation", "--bit", 3};
    assertThat(inject(options).code()).isZero();
    Path again = folder.resolve("again.onnx");
    Cli.Result result = Cli.run(Cli.join(new Object[] {"inject", out, "--out", again}, options));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("opset");
  }

  @Test
  void shouldKeepTheModelsOutputsWhereTheFaultIsInOne() {
    String output = OnnxModel.load(model).outputs().get(0).name();
    Cli.Result result =
        inject("--layer", output, "--site", "activation/tensor", "--fault", "set:2");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(OnnxModel.load(out).outputNames()).containsExactly(output);
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Session session = ort.open(OnnxModel.load(out))) {
      assertThat(session.run(List.of(Graphs.random(1, 2, 3, 16, 16))).get(0).toFloatArray())
          .containsOnly(2);
    }
  }
}
