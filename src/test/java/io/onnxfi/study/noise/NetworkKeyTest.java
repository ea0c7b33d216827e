package io.onnxfi.study.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkKeyTest {
  /** As the published study names them, with two decimals; more only where two are not enough. */
  @ParameterizedTest
  @CsvSource({
    "0.2, cifar10, checkpoints/cifar10/cnn_noisy_seed1_a0.20.onnx",
    "0.5, cifar10, checkpoints/cifar10/cnn_noisy_seed1_a0.50.onnx",
    "0.125, mnist, checkpoints/mnist/cnn_noisy_seed1_a0.125.onnx",
    "10, mnist, checkpoints/mnist/cnn_noisy_seed1_a10.00.onnx",
    "0.2, folder:signs/a, checkpoints/folder_signs_a/cnn_noisy_seed1_a0.20.onnx"
  })
  void shouldNameFilesAsPublished(double alpha, String dataset, String file) {
    NetworkKey key = new NetworkKey("cnn", Regime.NOISY, 1, dataset, alpha);
    assertThat(key.file()).isEqualTo(file);
    assertThat(NetworkKey.of(key.cells())).isEqualTo(key);
  }
}
