package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KernelLibraryTest {
  private static final Set<String> TYPES =
      Set.of(
          "Tensor",
          "Optional[Tensor]",
          "List[Tensor]",
          "int",
          "float",
          "str",
          "List[int]",
          "List[float]",
          "List[str]",
          "Optional[int]",
          "Optional[float]",
          "Optional[str]",
          "Optional[List[int]]",
          "Optional[List[float]]");

  /** A mistake in one of them would only be found by the first model that uses it. */
  @Test
  void shouldCompileEveryFunction() {
    List<KernelFunction> all = KernelLibrary.standard().all();
    assertThat(all).hasSizeGreaterThan(300);
    try (NDManager manager = DjlBackend.start()) {
      TorchScript.compile(manager, all.stream().map(KernelFunction::source).toList());
    }
  }

  @Test
  void shouldHaveInputsBeforeAttributesOfTypesThatNodesHave() {
    for (KernelFunction function : KernelLibrary.standard().all()) {
      if (function.name().startsWith("_")) {
        continue;
      }
      boolean attributes = false;
      for (KernelFunction.Parameter parameter : function.parameters()) {
        String where = function.name() + ", " + parameter;
        assertThat(parameter.type()).as(where).isIn(TYPES);
        assertThat(attributes && parameter.isInput()).as(where).isFalse();
        attributes = !parameter.isInput();
        if (parameter.isInput()) {
          assertThat(parameter.type()).as(where).contains("Tensor");
        }
      }
    }
  }

  @Test
  void shouldFindTheMeaningOfAVersion() {
    KernelLibrary library = KernelLibrary.standard();
    assertThat(library.find("Softmax", 11).orElseThrow().name()).isEqualTo("Softmax");
    assertThat(library.find("Softmax", 13).orElseThrow().name()).isEqualTo("Softmax_13");
    assertThat(library.find("Softmax", 21).orElseThrow().name()).isEqualTo("Softmax_13");
    assertThat(library.find("Nothing", 21)).isEmpty();
    assertThat(library.find("_ints", 21)).as("a part is no operator").isEmpty();
  }

  @Test
  void shouldCollectThePartsThatAFunctionUses() {
    KernelLibrary library = KernelLibrary.standard();
    Map<String, KernelFunction> collected = new LinkedHashMap<>();
    library.collect(library.named("ReduceMean"), collected);
    assertThat(collected).hasSizeGreaterThan(1);
    for (KernelFunction function : collected.values()) {
      Matcher parts = Pattern.compile("self\\.(\\w+)\\(").matcher(function.source());
      while (parts.find()) {
        assertThat(collected).containsKey(parts.group(1));
      }
    }
  }
}
