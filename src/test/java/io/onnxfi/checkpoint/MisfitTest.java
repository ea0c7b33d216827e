package io.onnxfi.checkpoint;

import static io.onnxfi.checkpoint.Candidates.WANTED;
import static io.onnxfi.checkpoint.Candidates.at;
import static io.onnxfi.checkpoint.Candidates.state;
import static io.onnxfi.checkpoint.Candidates.tensor;
import static io.onnxfi.checkpoint.Candidates.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is said of a checkpoint that does not fit. */
class MisfitTest {
  @Test
  void shouldReportEveryProblemAtOnce() {
    Map<String, Entry> state = state("module.");
    state.remove("module.conv1.weight");
    state.put("module.fc.weight", tensor(4, 10));
    state.put("module.fc.bias", tensor(ElementType.INT8, 10));
    state.put("module.head.weight", tensor(10, 4));

    assertThat(misfit(Set.of(), at("model", state)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.pt: model does not fit tiny (4 problems): missing conv1.weight [4, 3, 3, 3];"
                + " fc.weight: expected float[10, 4], found float[4, 10];"
                + " fc.bias: expected float[10], found int8[10];"
                + " unexpected head.weight float[10, 4]");
  }

  @Test
  void shouldShowTenProblemsOfMany() {
    Map<String, Entry> state = state("");
    for (int i = 0; i < 20; i++) {
      state.put("layer" + i + ".weight", tensor(4));
    }
    assertThat(misfit(Set.of(), at(".", state)))
        .hasMessageStartingWith("m.pt does not fit tiny (20 problems): unexpected layer0.weight")
        .hasMessageEndingWith("unexpected layer9.weight float[4]; …");
  }

  @Test
  void shouldCountClassesAndOutputs() {
    Map<String, Entry> state = with(state(""), "fc.weight", tensor(100, 4));
    state = with(state, "fc.bias", tensor(100));

    assertThat(misfit(Set.of(), at(".", state)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m.pt does not fit tiny: the last layer (fc) has 100 outputs, the data set 10"
                + " classes");
  }

  @Test
  void shouldNameTensorsThatAreNotRead() {
    UnreadEntry quantized = new UnreadEntry("a quantized tensor", true);

    assertThat(misfit(Set.of(), at(".", with(state(""), "fc.weight", quantized))))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("m.pt: fc.weight is a quantized tensor");
  }

  @Test
  void shouldNameAWholeModel() {
    assertThat(Misfit.noTensors("m.pt", Set.of("my.Net"), "an object of my.Net"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContainingAll(
            "m.pt: a whole pickled model (my.Net)", "torch.save(model.state_dict(),");
    assertThat(misfit(Set.of("my.Net"), at("optimizer", Map.of("exp_avg", tensor(3)))))
        .hasMessageContaining("a whole pickled model");
  }

  private static OnnxFiException misfit(Set<String> modules, Candidate... candidates) {
    Contents contents = new Contents("m.pt", List.of(candidates), modules, List.of());
    return Assertions.catchThrowableOfType(
        OnnxFiException.class, () -> new Selection(contents, WANTED).choose(Optional.empty()));
  }
}
