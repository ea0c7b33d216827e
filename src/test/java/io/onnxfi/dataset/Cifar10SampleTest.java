package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.testing.RealData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class Cifar10SampleTest {
  private static final DataRoot NOWHERE = new DataRoot(Path.of("nowhere"));

  @Test
  void shouldNeedNoFiles() {
    LabelledImages images = new Cifar10Sample().load(NOWHERE, Split.TEST);
    assertThat(images.size()).isEqualTo(300);
    assertThat(images.label(0)).as("a cat").isEqualTo(3);
    assertThat(images.name()).isEqualTo("cifar10-sample");
  }

  @Test
  void shouldHaveTheFirstTestImages() {
    LabelledImages first = RealData.cifar10Test().first(300);
    LabelledImages images = new Cifar10Sample().load(NOWHERE, Split.TEST);
    assertThat(images.labels()).isEqualTo(first.labels());
    Normalization plain = Normalization.of(new float[3], new float[] {1, 1, 1});
    assertThat(images.batch(plain, 0, 300).bytes()).isEqualTo(first.batch(plain, 0, 300).bytes());
  }

  @Test
  void shouldRefuseToTrain() {
    assertThatThrownBy(() -> new Cifar10Sample().load(NOWHERE, Split.TRAIN))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("test images only");
  }
}
