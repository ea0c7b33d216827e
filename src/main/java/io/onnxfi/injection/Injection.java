package io.onnxfi.injection;

import io.onnxfi.onnx.EditSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What one trial does to a model.
 *
 * @param edits to weights
 * @param values what happens to values that nodes compute, in the order of the faults
 */
public record Injection(EditSet edits, List<ValueEdit> values) {
  /** Changes nothing. */
  public static final Injection NONE = new Injection(EditSet.NONE, List.of());

  /** Checks and copies. */
  public Injection {
    Objects.requireNonNull(edits, "edits");
    values = List.copyOf(values);
  }

  /** One that changes weights only. */
  public static Injection of(EditSet edits) {
    return new Injection(edits, List.of());
  }

  /** Whether nothing is changed: all its faults are masked by construction. */
  public boolean isEmpty() {
    return edits.isEmpty() && values.isEmpty();
  }

  /** Names of all that is changed: initializers, and values that nodes compute. */
  public Set<String> struck() {
    Set<String> names = new LinkedHashSet<>(edits.tensors());
    values.forEach(value -> names.add(value.value()));
    return names;
  }

  /** Names of the values that are changed, each once. */
  public List<String> changedValues() {
    return values.stream().map(ValueEdit::value).distinct().toList();
  }
}
