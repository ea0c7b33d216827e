package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.NestedBitErrors;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.ParameterSpec;
import io.onnxfi.zoo.ParameterSpec.Role;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorSelectionTest {
  private static final Architecture ARCHITECTURE =
      Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10);
  private static final OnnxModel RESNET20 = ARCHITECTURE.build(new RandomParameters(1));

  private static TensorSelection select(OnnxModel model, String sites, String keywords) {
    return TensorSelection.of(
        model,
        Optional.ofNullable(sites).map(text -> SiteClass.parse("--sites", text)),
        "--select",
        Keyword.parse("--select", keywords));
  }

  private static List<String> names(TensorSelection selection) {
    return selection.tensors().stream().map(SelectedTensor::name).toList();
  }

  /** What PyTorch's {@code named_parameters()} gives, in its order. */
  @Test
  void shouldTakeEveryParameterByDefault() {
    TensorSelection all = select(RESNET20, null, "");
    Set<Role> buffers = EnumSet.of(Role.RUNNING_MEAN, Role.RUNNING_VARIANCE);

    assertThat(names(all))
        .containsExactlyElementsOf(
            ARCHITECTURE.parameters().stream()
                .filter(spec -> !buffers.contains(spec.role()))
                .map(ParameterSpec::name)
                .toList());
    assertThat(all.tensors()).hasSize(59).allMatch(SelectedTensor::isParameter);
    assertThat(all.bits()).isEqualTo(269_722L * Float.SIZE);
    assertThat(all.matches()).isEmpty();
    assertThat(all.notes())
        .containsExactly(
            "38 running means and variances are left out: buffers in PyTorch, not parameters");
  }

  @ParameterizedTest
  @CsvSource({
    "weights,20",
    "biases,1",
    "batchnorm,76",
    "'weights,biases',21",
  })
  void shouldTakeTheClassesThatListsAreDrawnFrom(String sites, int tensors) {
    TensorSelection selection = select(RESNET20, sites, "");

    assertThat(selection.tensors()).hasSize(tensors);
    assertThat(selection.notes()).isEmpty();
  }

  @Test
  void shouldTakeActivations() {
    TensorSelection selection = select(RESNET20, "activations", "layer1.0.conv");

    assertThat(names(selection)).containsExactly("layer1.0.conv1", "layer1.0.conv2");
    SelectedTensor first = selection.tensors().get(0);
    assertThat(first.isParameter()).isFalse();
    assertThat(first.elements()).isEqualTo(16 * 32 * 32);
    assertThat(first.site()).hasToString("layer1.0.conv1 () activation/tensor");
  }

  @Test
  void shouldCountWhatEachKeywordChose() {
    TensorSelection selection = select(RESNET20, null, "layer1,conv1,linear");

    assertThat(selection.matches())
        .extracting(TensorSelection.Match::toString)
        .containsExactly(
            "layer1: 18 tensors, 448,512 bits",
            "conv1: 10 tensors, 3,921,408 bits",
            "linear: 2 tensors, 20,800 bits");
    assertThat(selection.tensors()).hasSize(18 + 10 - 3 + 2); // three are in both
    assertThat(selection.warnings()).isEmpty();
  }

  @Test
  void shouldChooseByTheNameOfTheLayerToo() {
    assertThat(names(select(RESNET20, null, "glob:layer?.0.conv1")))
        .containsExactly("layer1.0.conv1.weight", "layer2.0.conv1.weight", "layer3.0.conv1.weight");
    assertThat(names(select(RESNET20, null, "glob:layer?.0.conv1.weight"))).hasSize(3);
    assertThat(names(select(RESNET20, null, "re:^linear$"))).containsExactly("linear.weight");
  }

  @Test
  void shouldWarnOfWhatCanHardlyHaveBeenMeant() {
    OnnxModel deep =
        Zoo.architecture("resnet110", new ImageSize(3, 8, 8), 10).build(new RandomParameters(1));

    assertThat(select(deep, null, "layer1.1,bn1").warnings())
        .containsExactly(
            "'layer1.1' also matches layer1.10, layer1.11, layer1.12, layer1.13 and 4 more"
                + " (48 of 54 tensors); without them: 're:(?<!\\p{L})layer1\\.1(?!\\d)'");
  }

  @Test
  void shouldRefuseAKeywordThatChoosesNothing() {
    assertThatThrownBy(() -> select(RESNET20, null, "layer1,conv3.conv"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--select conv3.conv: expected a name, or a part of one, of the 59 tensors that may be"
                + " struck, found none");
    assertThatThrownBy(() -> select(RESNET20, null, "layer4"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("found none; did you mean layer1, layer2, layer3?");
  }

  @Test
  void shouldRefuseAModelWithoutSuchTensors() {
    OnnxModel relu = Graphs.node("Relu", 1, 4).build(2);

    assertThatThrownBy(() -> select(relu, null, ""))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("the model has no parameters to strike");
    assertThatThrownBy(() -> select(relu, "weights,biases", ""))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("the model has no biases or weights to strike");
  }

  /** What lists say of the tensors is what a campaign then strikes. */
  @Test
  void shouldNameWhatAListFinds() {
    FaultResolver resolver = new FaultResolver(RESNET20);
    for (SelectedTensor tensor : select(RESNET20, "all", "").tensors()) {
      Site place =
          resolver.place("test", new Fault(tensor.site(), new NestedBitErrors(0.1, 0))).site();

      assertThat(place.tensor()).isEqualTo(tensor.tensor());
      assertThat(place.size()).isEqualTo(tensor.elements());
    }
  }
}
