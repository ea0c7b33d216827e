package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.PublishedSampler;
import io.onnxfi.fault.SampleSize;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in {@code models} and {@code fault_lists} is what the documents say. */
class ShippedModelsTest {
  private static final Path MODELS = Path.of("models");
  private static final Path LISTS = Path.of("fault_lists");

  @TempDir private Path folder;

  private static Path model(String name) {
    return MODELS.resolve(name + ".onnx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20_cifar10", "mlp_small_mnist"})
  void shouldHaveTheChecksumsOfTheModelCards(String name) throws IOException {
    assertThat(Files.readString(MODELS.resolve("README.md"))).contains(Cli.sha256(model(name)));
  }

  @ParameterizedTest
  @CsvSource({"resnet20_cifar10, 16627", "mlp_small_mnist, 16623"})
  void shouldHaveTheListThatIsDrawnForTheModel(String name, int rows) {
    OnnxModel model = OnnxModel.load(model(name));
    Path drawn = folder.resolve("drawn.csv");
    PublishedSampler.draw(model, SampleSize.PUBLISHED, PublishedSampler.SEED).write(drawn);
    Path list = LISTS.resolve(name + "_FL.csv");
    assertThat(drawn).hasSameBinaryContentAs(list);
    assertThat(new FaultResolver(model).place(FaultList.read(list), new BitFlip())).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource({"ort", "djl"})
  void shouldReproduceTheOutcomesOfThePerceptron(String backend) {
    assertThat(RealData.mnistTest().size()).isEqualTo(10_000);
    Cli.Result result = replay("mlp_small_mnist", "mnist", backend, "0-19,1990-1999");
    assertThat(result.out()).contains("98.38 % (9,838 of 10,000)");
    // Low bits differ between processors; the predictions hardly do.
    assertThat(result.out()).contains("critical within ±1  30 of 30");
  }

  @ParameterizedTest
  @CsvSource({"ort", "djl"})
  void shouldReproduceTheOutcomesOfTheResNet(String backend) {
    assertThat(RealData.cifar10Test().size()).isEqualTo(10_000);
    Cli.Result result = replay("resnet20_cifar10", "cifar10", backend, "497-499");
    assertThat(result.out()).contains("90.47 % (9,047 of 10,000)");
    assertThat(result.out()).contains("critical within ±1  3 of 3");
  }

  private Cli.Result replay(String name, String dataset, String backend, String rows) {
    Cli.Result result =
        Cli.run(
            "replay",
            "--model",
            model(name),
            "--faults",
            LISTS.resolve("%s_%s.csv".formatted(name, backend)),
            "--dataset",
            dataset,
            "--data",
            RealData.root().directory(),
            "--rows",
            rows,
            "--backend",
            backend,
            "--out",
            folder.resolve(backend),
            "--details");
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }
}
