package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.fault.FaultList;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.testing.RealData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published ResNet20, its list and the real CIFAR-10 test images, end to end. */
class PublishedStudyTest {
  @TempDir private Path folder;

  @Test
  void shouldReproducePublishedRows() {
    Path checkpoint = PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20.th");
    Path list = PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20_FL.csv");
    assertThat(RealData.cifar10Test().size()).isEqualTo(10_000);
    Path model = folder.resolve("resnet20.onnx");
    Object root = RealData.root().directory();
    Cli.Result imported =
        Cli.run(
            "import",
            "--arch",
            "resnet20",
            "--checkpoint",
            checkpoint,
            "--dataset",
            "cifar10",
            "--data",
            root,
            "--out",
            model,
            "--no-check");
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("97 tensors, all matched");
    Path run = folder.resolve("run");
    Cli.Result replayed =
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            list,
            "--dataset",
            "cifar10",
            "--data",
            root,
            "--rows",
            "0,2",
            "--out",
            run);
    assertThat(replayed.code()).as(replayed.err()).isZero();
    // 9,148 of 10,000: measured independently and published as 91.5 %.
    assertThat(replayed.out()).containsPattern("ONNX Runtime +91\\.48 % \\(9,148 of 10,000\\)");
    assertThat(replayed.out()).containsPattern("PyTorch \\(DJL\\) +91\\.4[6-9] %");
    FaultList published = FaultList.read(list).select(0, 2);
    for (String backend : new String[] {"ort", "djl"}) {
      FaultList found = FaultList.read(run.resolve("outcomes-" + backend + ".csv"));
      // Row 2 is critical for 9,071 images; other kernels move a few images over the boundary.
      assertThat(Comparison.of(found, published).criticalWithin(5)).as(backend).isEqualTo(2);
      assertThat(found.rows().get(1).published().orElseThrow().critical()).isGreaterThan(9_000);
    }
  }
}
