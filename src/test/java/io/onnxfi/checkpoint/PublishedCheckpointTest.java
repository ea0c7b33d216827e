package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.PublishedData;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published ResNets for CIFAR-10.
 *
 * <p>The expected bits and the digests of all elements, in the order of the state dict, come from
 * CPython: {@code pickle.Unpickler} with {@code find_class} and {@code persistent_load} overridden
 * to return their arguments, five times {@code load()}, then per key {@code struct.unpack('<q',
 * f.read(8))} elements of four bytes.
 */
class PublishedCheckpointTest {
  @ParameterizedTest
  @CsvSource({
    "ResNet20, 97, 12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8,"
        + " 55fa4ffa8345bfb167b8f5f3a05cba788b5ee87bbed6c716a6342c1616ee109f",
    "ResNet32, 157, d509ac1820d7f25398913559d7e81a13229b1e7adc5648e3bfa5e22dc137f850,"
        + " 9c2d165853c00db5fc25b21ffb705da3abb0b253b55fe67901b8177a6acbc48c"
  })
  void shouldReadEveryByte(String model, int entries, String sha256, String elementsSha256)
      throws NoSuchAlgorithmException {
    Checkpoint checkpoint = read(model);

    Map<String, Tensor> tensors = Tensors.of(checkpoint.contents());
    assertThat(tensors).hasSize(entries);
    assertThat(checkpoint.sha256()).isEqualTo(sha256);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    tensors.values().forEach(tensor -> digest.update(tensor.bytes()));
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(elementsSha256);
  }

  @Test
  void shouldKeepTheOrderOfTheStateDict() {
    assertThat(List.copyOf(tensors("ResNet20").keySet()))
        .startsWith(
            "conv1.weight",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "layer1.0.conv1.weight")
        .endsWith("layer3.2.bn2.running_var", "linear.weight", "linear.bias");
  }

  @Test
  void shouldHaveTheShapesOfResNet20() {
    Map<String, Tensor> tensors = tensors("ResNet20");

    assertThat(shape(tensors, "conv1.weight")).isEqualTo(Shape.of(16, 3, 3, 3));
    assertThat(shape(tensors, "layer2.0.conv1.weight")).isEqualTo(Shape.of(32, 16, 3, 3));
    assertThat(shape(tensors, "layer3.2.bn2.running_var")).isEqualTo(Shape.of(64));
    assertThat(shape(tensors, "linear.weight")).isEqualTo(Shape.of(10, 64));
    assertThat(shape(tensors, "linear.bias")).isEqualTo(Shape.of(10));
    // Parameters and running statistics: 269,722 and two of each of 688 channels.
    assertThat(tensors.values().stream().mapToLong(tensor -> tensor.shape().size()).sum())
        .isEqualTo(269_722 + 2 * 688);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1.weight, be0d7f71, 3dcff43c, 3e9e0f43",
    "bn1.running_var, 400d1d4a, 40d126ff, 4123a531",
    "layer2.0.conv1.weight, 3e1dbb1f, bdf2ff9b, bdc6fe81",
    "layer3.2.bn2.bias, 3d116f1e, be5e3984, bea7f4e4",
    "linear.weight, bf87a7f0, 3ed89391, 3e681e02",
    "linear.bias, 3e463459, be3951c6, be8a5f71"
  })
  void shouldHaveTheBitsOfResNet20(String name, String first, String middle, String last) {
    float[] values = tensors("ResNet20").get(name).toFloatArray();

    assertThat(List.of(values[0], values[values.length / 2], values[values.length - 1]))
        .extracting(value -> HexFormat.of().toHexDigits(Float.floatToRawIntBits(value)))
        .containsExactly(first, middle, last);
  }

  private static Shape shape(Map<String, Tensor> tensors, String name) {
    return tensors.get(name).shape();
  }

  private static Map<String, Tensor> tensors(String model) {
    return Tensors.of(read(model).contents());
  }

  private static Checkpoint read(String model) {
    return Checkpoint.read(
        PublishedData.torchClassifier("CIFAR10", "resnet/%s.th".formatted(model)));
  }
}
