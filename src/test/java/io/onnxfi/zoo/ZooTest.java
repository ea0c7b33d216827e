package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.UnsupportedInputException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name stands for, and for which images. */
class ZooTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

  @Test
  void shouldKnowEveryNameInAnyCase() {
    assertThat(Zoo.names()).contains("resnet20", "vgg19_bn", "vit_b_16", "mlp_small", "cnn");
    for (String name : Zoo.names()) {
      String upper = name.toUpperCase(Locale.ROOT);
      assertThat(Zoo.architecture(upper, "cifar10", CIFAR, 10).name()).isEqualTo(name);
    }
  }

  @Test
  void shouldNameTheKnownOnesWhenOneIsUnknown() {
    assertThatThrownBy(() -> Zoo.architecture("resnet21", "cifar10", CIFAR, 10))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("'resnet21'")
        .hasMessageContaining("resnet20, resnet32");
  }

  @ParameterizedTest
  @CsvSource({
    "densenet121, cifar10, features.conv0.weight",
    "densenet121, cifar100, conv1.weight",
    "densenet121, gtsrb, conv1.weight",
    "densenet121, mnist, features.conv0.weight",
    "googlenet, cifar10, conv1.conv.weight",
    "googlenet, cifar100, prelayer.0.weight",
    "densenet161, cifar100, features.conv0.weight",
    "resnet20, cifar100, conv1.weight"
  })
  void shouldTakeTheNetworkPublishedForTheDataSet(String name, String dataset, String first) {
    assertThat(Zoo.architecture(name, dataset, CIFAR, 10).parameters().get(0).name())
        .isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"densenet121", "GoogLeNet"})
  void shouldRefuseToGuessTheDataSet(String name) {
    assertThatThrownBy(() -> Zoo.architecture(name, CIFAR, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + " depends on the data set");
  }

  @Test
  void shouldRefuseImagesThatAreTooSmall() {
    Architecture vgg = Zoo.architecture("vgg11_bn", "mnist", new ImageSize(1, 28, 28), 10);

    assertThatThrownBy(vgg::parameters)
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "the images are too small for this network: the 2×2 window of features.28 does not fit"
                + " into [512, 1, 1]");
  }

  @Test
  void shouldRefuseImagesThatPatchesDoNotTile() {
    Architecture vit = Zoo.architecture("vit_b_16", "gtsrb", new ImageSize(3, 50, 50), 43);

    assertThatThrownBy(vit::parameters)
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("multiples of 16 pixels, found [3, 50, 50]");
  }

  @Test
  void shouldRefuseWhatNoNetworkCanBe() {
    assertThatThrownBy(() -> new CifarResNet(21, 10)).hasMessageContaining("21");
    assertThatThrownBy(() -> Vgg.ofDepth(12, 10)).hasMessageContaining("12");
    assertThatThrownBy(() -> Zoo.architecture("resnet20", CIFAR, 1)).hasMessageContaining("1");
    assertThatThrownBy(() -> new ImageSize(3, 0, 32)).hasMessageContaining("3×0×32");
    assertThatThrownBy(() -> new Convolution(3, 3, 1, 1, 2, false))
        .hasMessageContaining("3 channels")
        .hasMessageContaining("2 groups");
  }

  /** As PyTorch: 25 → 13 for a convolution with padding, 25 → 12 for a pooling without. */
  @Test
  void shouldRoundOddMapsAsPyTorchDoes() {
    ImageSize input = new ImageSize(1, 25, 25);
    Architecture odd =
        new Architecture(
            "odd",
            input,
            2,
            (layers, x) -> {
              Feature convolved = layers.conv(x, "conv", Convolution.threes(4).strided(2));
              assertThat(convolved.shape()).hasToString("[4, 13, 13]");
              assertThat(layers.averagePool(x, "pool", 2, 2).shape()).hasToString("[1, 12, 12]");
              assertThat(layers.padShortcut(x, "shortcut", 4).shape()).hasToString("[4, 13, 13]");
              Feature vector = layers.globalAveragePool(convolved, "global");
              return layers.linear(vector, "linear", 2);
            });

    assertThat(odd.build(new RandomParameters(1)).outputs()).hasToString("[float[?, 2]]");
  }
}
