package io.onnxfi.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files of the published study, which are used where they are and not part of this repository. */
public final class PublishedData {
  private static final String NAME = "dnn-benchmarks";
  private static final Path ROOT = Path.of("..", "shared", "published", NAME);

  private PublishedData() {}

  /**
   * A file of the study; where it is absent, the calling test is skipped and says how to get it.
   *
   * @param path below the root of the study, for example {@code torch/gpu/...}
   */
  public static Path file(String path) {
    Path file = ROOT.resolve(path);
    Assumptions.assumeTrue(
        Files.isRegularFile(file),
        () -> "%s is absent; run: onnxfi fetch %s/%s".formatted(file, NAME, path));
    return file;
  }

  /** The file of a PyTorch image classifier, as {@code file("CIFAR10", "resnet/ResNet20.th")}. */
  public static Path torchClassifier(String dataset, String path) {
    return file("torch/gpu/image_classification/%s/fp32/%s".formatted(dataset, path));
  }
}
