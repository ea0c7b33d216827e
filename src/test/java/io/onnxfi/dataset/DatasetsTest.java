package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetsTest {
  private static final Path HOME = Path.of("home", "somebody");

  @Test
  void shouldFindEveryDatasetByItsName() {
    assertThat(Datasets.all())
        .extracting(Dataset::name)
        .containsExactly(
            "cifar10",
            "cifar10-sample",
            "cifar100",
            "gtsrb",
            "mnist",
            "tiny-imagenet",
            "synthetic");
    assertThat(Datasets.all()).allSatisfy(it -> assertThat(Datasets.named(it.name())).isSameAs(it));
    assertThat(Datasets.all())
        .extracting(it -> it.classNames().size())
        .containsExactly(10, 10, 100, 43, 10, 200, 10);
  }

  @Test
  void shouldKnowTheExtentsOfImagesWithoutReadingThem() {
    DataRoot nowhere = new DataRoot(Path.of("nowhere"));

    assertThat(Datasets.all())
        .extracting(it -> it.image(nowhere))
        .containsExactly(
            Shape.of(3, 32, 32),
            Shape.of(3, 32, 32),
            Shape.of(3, 32, 32),
            Shape.of(3, 50, 50),
            Shape.of(1, 28, 28),
            Shape.of(3, 64, 64),
            Shape.of(3, 16, 16));
    assertThat(Datasets.all())
        .allSatisfy(
            it ->
                assertThat(it.normalization().channels())
                    .isEqualTo((int) it.image(nowhere).dim(0)));
  }

  @Test
  void shouldTakeAFolderByItsPath() {
    assertThat(Datasets.named("folder:some/pets/").name()).isEqualTo("folder:pets");
    assertThatThrownBy(() -> Datasets.named("folder:")).isInstanceOf(MalformedInputException.class);
  }

  @Test
  void shouldListTheKnownNamesForAnUnknownOne() {
    assertThatThrownBy(() -> Datasets.named("cifar"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "data set: expected one of cifar10, cifar10-sample, cifar100, gtsrb, mnist,"
                + " tiny-imagenet, synthetic, folder:PATH, found cifar");
  }

  @Test
  void shouldTakeTheDataFolderFromTheEnvironment() {
    assertThat(DataRoot.of(Map.of("ONNXFI_DATA", "elsewhere"), HOME).directory())
        .isEqualTo(Path.of("elsewhere"));
  }

  @Test
  void shouldFallBackToTheCacheInTheHomeFolder() {
    Path expected = HOME.resolve(".cache").resolve("onnxfi").resolve("data");

    assertThat(DataRoot.of(Map.of(), HOME).directory()).isEqualTo(expected);
    assertThat(DataRoot.of(Map.of("ONNXFI_DATA", ""), HOME).directory()).isEqualTo(expected);
  }
}
