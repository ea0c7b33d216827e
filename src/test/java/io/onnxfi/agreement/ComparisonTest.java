package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";

  @TempDir private Path folder;

  private Outcomes list(String name, String... rows) throws IOException {
    return withColumns(name, HEADER, rows);
  }

  private Outcomes withColumns(String name, String header, String... rows) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, header + String.join("\n", rows) + "\n");
    return Outcomes.read(file);
  }

  private static String row(int injection, int masked, int nonCritical, int critical) {
    return "%d,conv1,\"(0, %d)\",%d,100,%d,%d,%d"
        .formatted(injection, injection, injection, masked, nonCritical, critical);
  }

  /** Of three faults on lists that count no outputs that are not finite. */
  private static Totals totals(long masked, long nonCritical, long critical) {
    OptionalLong none = OptionalLong.of(0);
    return new Totals(
        3, 300, masked, nonCritical, critical, OptionalLong.empty(), none, none, Optional.empty());
  }

  /** Under the rule that sets them apart, outputs that are not finite are due as crashes are. */
  @Test
  void shouldTellACrashFromWhatElseIsDetected() throws IOException {
    String columns = HEADER.strip() + ",non_finite,due,crashed\n";
    Outcomes a =
        withColumns("a", columns, row(0, 0, 0, 0) + ",100,100,0", row(1, 0, 0, 0) + ",0,100,100");
    Outcomes b =
        withColumns("b", columns, row(0, 0, 0, 0) + ",0,100,100", row(1, 0, 0, 0) + ",0,100,100");
    Comparison comparison = Comparison.of(a, b);
    assertThat(comparison.identical()).isEqualTo(1);
    assertThat(comparison.largest(5).stream().map(d -> d.trial().id())).containsExactly(0L);
    assertThat(comparison.left().crashed()).hasValue(100);
    assertThat(comparison.right().crashed()).hasValue(200);
    assertThat(comparison.left().due()).isEqualTo(comparison.right().due()).hasValue(200);
    Outcomes published = list("c", row(0, 0, 0, 0), row(1, 0, 0, 0));
    Comparison unknown = Comparison.of(a, published);
    assertThat(unknown.identical()).as("a list that does not tell").isEqualTo(2);
    assertThat(unknown.right().crashed()).isEmpty();
  }

  @Test
  void shouldCountEqualAndNearRows() throws IOException {
    Outcomes a = list("a", row(0, 90, 10, 0), row(1, 50, 40, 10), row(2, 0, 0, 100));
    Outcomes b = list("b", row(0, 90, 10, 0), row(1, 50, 37, 13), row(2, 10, 60, 30));
    Comparison comparison = Comparison.of(a, b);
    assertThat(comparison.identical()).isEqualTo(1);
    assertThat(comparison.criticalWithin(0)).isEqualTo(1);
    assertThat(comparison.criticalWithin(2)).isEqualTo(1);
    assertThat(comparison.criticalWithin(3)).isEqualTo(2);
    assertThat(comparison.criticalWithin(70)).isEqualTo(3);
    assertThat(comparison.left()).isEqualTo(totals(140, 50, 110));
    assertThat(comparison.right()).isEqualTo(totals(150, 107, 43));
    assertThat(comparison.largest(5).stream().map(d -> d.trial().id())).containsExactly(2L, 1L);
    assertThat(new Tolerance(3, 0.66).holds(comparison)).isTrue();
    assertThat(new Tolerance(3, 0.67).holds(comparison)).isFalse();
  }

  @Test
  void shouldJoinRowsByFaultAndCountTheRest() throws IOException {
    Outcomes a = list("a", row(5, 90, 10, 0), row(1, 50, 40, 10));
    Outcomes b = list("b", row(1, 50, 40, 10), row(7, 0, 0, 100), row(8, 0, 0, 100));
    Comparison comparison = Comparison.of(a, b);
    assertThat(comparison.faults()).hasSize(1);
    assertThat(comparison.faults().get(0).trial().id()).isEqualTo(1);
    assertThat(comparison.onlyLeft()).isEqualTo(1);
    assertThat(comparison.onlyRight()).isEqualTo(2);
  }

  @Test
  void shouldRefuseListsThatCannotBeCompared() throws IOException {
    Outcomes a = list("a", row(0, 90, 10, 0));
    assertThatThrownBy(() -> Comparison.of(a, list("b", row(1, 90, 10, 0))))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("a and b: expected faults that both sides have, found none");
    assertThatThrownBy(() -> Comparison.of(a, list("c", row(0, 90, 10, 0), row(0, 90, 10, 0))))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("c:3: expected each fault only once, found it twice");
    String others = row(0, 90, 10, 0).replace(",100,", ",101,");
    assertThatThrownBy(() -> Comparison.of(a, list("d", others)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("found 100 and 101");
    Path bare = folder.resolve("e");
    Files.writeString(bare, "Injection,Layer,TensorIndex,Bit\n0,conv1,\"(0, 0)\",0\n");
    assertThatThrownBy(() -> Comparison.of(a, Outcomes.read(bare)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("e: expected columns n_injections,masked,non_critical,critical");
  }
}
