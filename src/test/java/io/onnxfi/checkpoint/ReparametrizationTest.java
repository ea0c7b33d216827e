package io.onnxfi.checkpoint;

import static io.onnxfi.checkpoint.Candidates.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that are stored as what they are computed of; numbers that a float holds exactly. */
class ReparametrizationTest {
  @ParameterizedTest
  @CsvSource({
    "conv.weight_g, conv.weight_v",
    "weight_g, weight_v",
    "conv.parametrizations.weight.original0, conv.parametrizations.weight.original1",
    "parametrizations.weight.original0, parametrizations.weight.original1"
  })
  void shouldFoldWeightNormalisation(String g, String v) {
    Map<String, Entry> folded =
        fold(g, floats(Shape.of(2, 1), 10, 1), v, floats(Shape.of(2, 2), 3, 4, 6, 8));

    String name = g.startsWith("conv") ? "conv.weight" : "weight";
    assertThat(folded).containsOnlyKeys(name);
    assertThat(values(folded, name)).containsExactly(10 * .6f, 10 * .8f, .1f * 6, .1f * 8);
    assertThat(((StoredTensor) folded.get(name)).madeOf()).isEqualTo("weight normalisation");
  }

  /** 3, 4 in one group and 0, 5 in the other, whichever axis has a size of its own. */
  @Test
  void shouldTakeTheNormOverAllAxesButTheOneOfTheSizes() {
    StoredTensor v = floats(Shape.of(1, 2, 2), 3, 0, 4, 5);
    assertThat(values(fold("w_g", floats(Shape.of(1, 1, 2), 5, 10), "w_v", v), "w"))
        .containsExactly(3, 0, 4, 10);
    v = floats(Shape.of(2, 2, 1), 3, 4, 0, 5);
    assertThat(values(fold("w_g", floats(Shape.of(2, 1, 1), 5, 10), "w_v", v), "w"))
        .containsExactly(3, 4, 0, 10);
    v = floats(Shape.of(2, 2), 1, 1, 1, 1);
    assertThat(values(fold("w_g", floats(Shape.of(), 4), "w_v", v), "w"))
        .containsExactly(2, 2, 2, 2);
    assertThat(values(fold("w_g", floats(Shape.of(1, 1), 4), "w_v", v), "w"))
        .containsExactly(2, 2, 2, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "conv.weight_orig, conv.weight_mask",
    "conv.parametrizations.weight.original, conv.parametrizations.weight.0.mask"
  })
  void shouldMultiplyByTheMask(String original, String mask) {
    Map<String, Entry> folded =
        fold(original, floats(Shape.of(3), 1, -2, 3), mask, floats(Shape.of(3), 1, 0, 1));

    assertThat(values(folded, "conv.weight")).containsExactly(1, -0f, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "c.weight_orig, c.weight_u, spectral",
    "c.parametrizations.weight.original, c.parametrizations.weight.0._u, spectral",
    "c.parametrizations.weight.original, c.parametrizations.weight.0.scale, a custom"
        + " parametrization"
  })
  void shouldNameWhatItDoesNotCompute(String original, String other, String messagePart) {
    Map<String, Entry> folded = fold(original, tensor(2, 2), other, tensor(2));

    assertThat(folded).containsOnlyKeys("c.weight");
    assertThat(((UnreadEntry) folded.get("c.weight")).what())
        .contains(messagePart, "remove that from the model before saving");
  }

  @Test
  void shouldNameTwoThatAreNone() {
    for (StoredTensor g :
        new StoredTensor[] {
          tensor(3, 1), tensor(2, 2), tensor(2), tensor(ElementType.DOUBLE, 2, 1)
        }) {
      assertThat(fold("w_g", g, "w_v", tensor(2, 2)).get("w"))
          .isInstanceOfSatisfying(
              UnreadEntry.class, e -> assertThat(e.what()).contains("a weight under weight norm"));
    }
    assertThat(fold("w_orig", tensor(2), "w_mask", tensor(3)).get("w"))
        .isInstanceOf(UnreadEntry.class);
  }

  @Test
  void shouldLeaveOtherNamesAlone() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String name : new String[] {"a_g", "b_v", "c_orig", "d_mask", "e.weight", "f_g", "f"}) {
      entries.put(name, tensor(2));
    }
    entries.put("f_v", tensor(2));

    assertThat(Reparametrization.fold(entries)).isEqualTo(entries);
  }

  @Test
  @Timeout(60)
  void shouldTakeNoLongerForManyOfThem() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    LongStream.range(0, 50_000)
        .forEach(i -> entries.put("p.parametrizations.w" + i + ".original", tensor(2)));

    assertThat(Reparametrization.fold(entries)).hasSize(50_000);
  }

  private static Map<String, Entry> fold(String one, Entry first, String two, Entry second) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put(one, first);
    entries.put(two, second);
    return Reparametrization.fold(entries);
  }

  private static StoredTensor floats(Shape shape, float... values) {
    return new StoredTensor(
        ElementType.FLOAT, shape, new Object(), () -> Tensor.ofFloats(shape, values));
  }

  private static float[] values(Map<String, Entry> entries, String name) {
    return ((StoredTensor) entries.get(name)).read().toFloatArray();
  }
}
