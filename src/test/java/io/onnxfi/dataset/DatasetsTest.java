package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetsTest {
  private static final Path HOME = Path.of("home", "somebody");

  @Test
  void shouldFindEveryDatasetByItsName() {
    assertThat(Datasets.all())
        .extracting(Dataset::name)
        .containsExactly("cifar10", "mnist", "synthetic");
    assertThat(Datasets.all()).allSatisfy(it -> assertThat(Datasets.named(it.name())).isSameAs(it));
    assertThat(Datasets.all()).allSatisfy(it -> assertThat(it.classNames()).hasSize(10));
  }

  @Test
  void shouldListTheKnownNamesForAnUnknownOne() {
    assertThatThrownBy(() -> Datasets.named("cifar"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("data set: expected one of [cifar10, mnist, synthetic], found cifar");
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
