package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.TensorIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that Python wrote. */
class NumberCellTest {
  @Test
  void shouldReadNumbersAloneAndInLists() {
    assertThat(NumberCell.numbers(" 0.5 ")).containsExactly("0.5");
    assertThat(NumberCell.numbers("[0.5, -1e-3]")).containsExactly("0.5", "-1e-3");
    assertThat(NumberCell.numbers("[3 5  7]")).containsExactly("3", "5", "7");
    assertThat(NumberCell.numbers("(1, 2,)")).containsExactly("1", "2");
    assertThat(NumberCell.numbers("[np.float64(0.5), tensor(2)]")).containsExactly("0.5", "2");
    assertThat(NumberCell.numbers("")).isEmpty();
    assertThat(NumberCell.numbers("[]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(3, 5, 6)",
        "[3, 5, 6]",
        "[(3, 5, 6)]",
        "[[3, 5, 6]]",
        "[(np.int64(3), np.int64(5), np.int64(6))]",
        "3 5 6"
      })
  void shouldReadAnIndexInAnyForm(String cell) {
    assertThat(NumberCell.indices(cell).orElseThrow()).containsExactly(TensorIndex.of(3, 5, 6));
  }

  @Test
  void shouldReadSeveralIndices() {
    assertThat(NumberCell.indices("[(3, 5, 6), (0, 1, 2), (7,)]").orElseThrow())
        .containsExactly(TensorIndex.of(3, 5, 6), TensorIndex.of(0, 1, 2), TensorIndex.of(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[(3, 5", "(3, x)", "[(3, 5), -1]", "[(3, 5),, (1, 2)]"})
  void shouldRefuseWhatIsNone(String cell) {
    assertThat(NumberCell.indices(cell)).isEmpty();
  }

  @Test
  void shouldKnowHowPythonWritesNothing() {
    assertThat(NumberCell.isAbsent(" None ")).isTrue();
    assertThat(NumberCell.isAbsent("")).isTrue();
    assertThat(NumberCell.isAbsent("-1")).isFalse();
  }
}
