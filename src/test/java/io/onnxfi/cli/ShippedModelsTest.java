package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.PublishedSampler;
import io.onnxfi.fault.SampleSize;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code models} and {@code fault_lists} is what the documents say. */
class ShippedModelsTest {
  private static final Path MODEL = Path.of("models", "mlp_small_mnist.onnx");
  private static final Path LISTS = Path.of("fault_lists");

  @TempDir private Path folder;

  @Test
  void shouldHaveTheChecksumsOfTheModelCards() throws IOException {
    assertThat(Files.readString(Path.of("models", "README.md"))).contains(Digests.sha256(MODEL));
  }

  @Test
  void shouldHaveTheListThatIsDrawnForTheModel() {
    OnnxModel model = OnnxModel.load(MODEL);
    Path drawn = folder.resolve("drawn.csv");
    PublishedSampler.draw(model, SampleSize.PUBLISHED, PublishedSampler.SEED).write(drawn);
    Path list = LISTS.resolve("mlp_small_mnist_FL.csv");
    assertThat(drawn).hasSameBinaryContentAs(list);
    assertThat(new FaultResolver(model).resolve(FaultList.read(list))).hasSize(16_623);
  }

  @Test
  void shouldReproduceTheShippedOutcomes() {
    assertThat(RealData.mnistTest().size()).isEqualTo(10_000);
    for (String backend : new String[] {"ort", "djl"}) {
      Path run = folder.resolve(backend);
      Cli.Result result =
          Cli.run(
              "replay",
              "--model",
              MODEL,
              "--faults",
              LISTS.resolve("mlp_small_mnist_%s.csv".formatted(backend)),
              "--dataset",
              "mnist",
              "--data",
              RealData.root().directory(),
              "--rows",
              "0-19,1990-1999",
              "--backend",
              backend,
              "--out",
              run);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).contains("98.38 % (9,838 of 10,000)");
      // Low bits differ between processors; the predictions hardly do.
      assertThat(result.out()).contains("critical within ±1  30 of 30");
    }
  }
}
