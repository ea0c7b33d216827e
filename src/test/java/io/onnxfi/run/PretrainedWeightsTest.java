package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Initialization;
import io.onnxfi.zoo.ParameterSpec;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state dict of 7 classes that PyTorch wrote; see make_pretrained.py beside it. */
class PretrainedWeightsTest {
  private static final Path TORCH = Path.of("src/test/resources/io/onnxfi/run/pretrained.pth");

  @TempDir private Path folder;

  private static Architecture tiny(int classes) {
    return Zoo.architecture("tiny_cnn", "", new ImageSize(3, 16, 16), classes);
  }

  private static float[] expected(int tensor, ParameterSpec spec) {
    float[] values = new float[Math.toIntExact(spec.shape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i + tensor) * 7 % 13 - 6) / 16f + (spec.name().contains("var") ? 1 : 0);
    }
    return values;
  }

  @Test
  void shouldStartFromWhatPyTorchSaved() {
    PretrainedWeights weights = PretrainedWeights.read(TORCH, tiny(7));
    assertThat(weights.notes()).noneMatch(note -> note.contains("last layer"));
    OnnxModel model = tiny(7).build(weights.over(Initialization.TORCH.values(0)));
    List<ParameterSpec> specs = tiny(7).parameters();
    for (int tensor = 0; tensor < specs.size(); tensor++) {
      assertThat(model.tensor(specs.get(tensor).name()).toFloatArray())
          .as(specs.get(tensor).name())
          .containsExactly(expected(tensor, specs.get(tensor)));
    }
  }

  @Test
  void shouldDrawALastLayerOfOtherClassesAnewAndSaySo() {
    PretrainedWeights weights = PretrainedWeights.read(TORCH, tiny(10));
    assertThat(weights.notes())
        .contains(
            TORCH
                + ": the last layer is drawn anew: linear.weight is [7, 32] there, [10, 32] here,"
                + " linear.bias is [7] there, [10] here");
    assertThat(weights.tensors()).hasSize(15).doesNotContainKeys("linear.weight", "linear.bias");
    OnnxModel model = tiny(10).build(weights.over(Initialization.TORCH.values(4)));
    assertThat(model.tensor("conv1.weight").toFloatArray())
        .containsExactly(expected(0, tiny(10).parameters().get(0)));
    assertThat(model.tensor("linear.weight").shape().dims()).containsExactly(10, 32);
    for (float value : model.tensor("linear.bias").toFloatArray()) {
      assertThat(value).isNotZero().isBetween(-(float) Math.sqrt(1 / 32.0), 0.1768f);
    }
  }

  @Test
  void shouldStartFromAModelOfTheSameNames() {
    Path file = folder.resolve("m.onnx");
    OnnxModel model = tiny(7).withDropout(0.4).build(new RandomParameters(3));
    model.save(file);
    PretrainedWeights same = PretrainedWeights.read(file, tiny(7));
    assertThat(same.notes()).isEmpty();
    assertThat(same.sha256()).hasSize(64);
    assertThat(same.tensors()).hasSize(17);
    assertThat(same.tensors().get("conv2.weight").bytes())
        .isEqualTo(model.tensor("conv2.weight").bytes());
    PretrainedWeights other = PretrainedWeights.read(file, tiny(10));
    assertThat(other.tensors()).hasSize(15);
    assertThat(other.notes())
        .singleElement()
        .asString()
        .contains("linear.weight is [7, 32] there, [10, 32] here");
  }

  @Test
  void shouldRefuseAnyOtherMismatch() {
    Architecture grey = Zoo.architecture("tiny_cnn", "", new ImageSize(1, 16, 16), 7);
    assertThatThrownBy(() -> PretrainedWeights.read(TORCH, grey))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining(
            "conv1.weight: expected float[16, 1, 3, 3], found float[16, 3, 3, 3]");
    Architecture greyOfTen = Zoo.architecture("tiny_cnn", "", new ImageSize(1, 16, 16), 10);
    assertThatThrownBy(() -> PretrainedWeights.read(TORCH, greyOfTen))
        .hasMessageContaining(
            "conv1.weight: expected float[16, 1, 3, 3], found float[16, 3, 3, 3]");
    Architecture resnet = Zoo.architecture("resnet20", "", new ImageSize(3, 32, 32), 7);
    assertThatThrownBy(() -> PretrainedWeights.read(TORCH, resnet))
        .hasMessageContaining("does not fit resnet20");

    Path file = folder.resolve("m.onnx");
    tiny(7).build(new RandomParameters(3)).save(file);
    assertThatThrownBy(() -> PretrainedWeights.read(file, grey))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            file
                + " does not fit tiny_cnn: conv1.weight: expected float[16, 1, 3, 3], found"
                + " float[16, 3, 3, 3]");
    assertThatThrownBy(() -> PretrainedWeights.read(file, resnet))
        .hasMessageContaining("layer1.0.conv1.weight")
        .hasMessageContaining("found no such initializer");
    Path larger = folder.resolve("larger.onnx");
    Zoo.architecture("mlp_large", "", new ImageSize(3, 16, 16), 7)
        .build(new RandomParameters(3))
        .save(larger);
    Architecture small = Zoo.architecture("mlp_small", "", new ImageSize(3, 16, 16), 7);
    assertThatThrownBy(() -> PretrainedWeights.read(larger, small))
        .hasMessageContaining("does not fit mlp_small: fc1.weight: expected float[256, 768]");
  }

  @Test
  void shouldTellNamesFromFiles() {
    assertThat(Start.parse("--init", "Torch")).isEqualTo(Start.of(Initialization.TORCH));
    assertThat(Start.parse("--init", TORCH.toString()).file()).contains(TORCH);
    assertThatThrownBy(() -> Start.parse("--init", "no/such.pth"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--init: expected he, torch, torchvision, or a file of weights, found 'no/such.pth'");
    assertThatThrownBy(() -> Start.of(Initialization.HE).withDropout(1))
        .hasMessage("--dropout: expected a probability, at least 0 and below 1, found 1.0");
  }
}
