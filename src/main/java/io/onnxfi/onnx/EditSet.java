package io.onnxfi.onnx;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What faults come down to in the weights of a model: new bits for some elements of some
 * initializers. A fault that changes nothing is the empty set.
 *
 * @param edits one for each initializer, by name
 */
public record EditSet(List<TensorEdit> edits) {
  /** Changes nothing. */
  public static final EditSet NONE = new EditSet(List.of());

  /** Checks, sorts and copies. */
  public EditSet {
    edits = edits.stream().sorted(Comparator.comparing(TensorEdit::tensor)).toList();
    if (edits.stream().map(TensorEdit::tensor).distinct().count() < edits.size()) {
      throw new IllegalArgumentException("several edits of one initializer: " + edits);
    }
  }

  /** Edits of several initializers. */
  public static EditSet of(TensorEdit... edits) {
    return new EditSet(Arrays.asList(edits));
  }

  /**
   * One element of one initializer given other bits.
   *
   * @param tensor name of the initializer
   * @param position row-major position of the element, from 0
   * @param bits all bits of the element after the edit, in the low bits
   */
  public static EditSet element(String tensor, long position, long bits) {
    return of(SparseEdit.of(tensor, position, bits));
  }

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /** Names of the initializers that are changed, sorted. */
  public List<String> tensors() {
    return edits.stream().map(TensorEdit::tensor).toList();
  }

  /** What happens to one initializer, if anything does. */
  public Optional<TensorEdit> on(String tensor) {
    return edits.stream().filter(edit -> edit.tensor().equals(tensor)).findFirst();
  }

  /** The edits of some initializers. */
  public EditSet among(Predicate<String> tensors) {
    return new EditSet(edits.stream().filter(edit -> tensors.test(edit.tensor())).toList());
  }

  @Override
  public String toString() {
    return edits.stream().map(TensorEdit::toString).collect(Collectors.joining(", "));
  }
}
