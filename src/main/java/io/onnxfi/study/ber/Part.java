package io.onnxfi.study.ber;

import io.onnxfi.fault.SelectedTensor;
import io.onnxfi.fault.TensorSelection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The part of the chosen bits whose errors strike, while all others stay as they are.
 *
 * @param kind what it is a part by
 * @param name of the layer, or number of the bit; empty of all
 */
record Part(Kind kind, String name) {
  /** All chosen bits. */
  static final Part ALL = new Part(Kind.ALL, "");

  /** What errors are divided by. */
  enum Kind {
    /** Not at all. */
    ALL,
    /** The layer that owns the tensor. */
    LAYER,
    /** The position of the bit in its element. */
    BIT;

    /** As on the command line and in tables: {@code layer}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Part {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** The parts of one kind of a selection, in the order of the model, or of the bits. */
  static List<Part> of(Kind kind, TensorSelection selection) {
    return switch (kind) {
      case ALL -> List.of(ALL);
      case LAYER ->
          selection.tensors().stream()
              .map(Part::layer)
              .distinct()
              .map(layer -> new Part(kind, layer))
              .toList();
      case BIT ->
          IntStream.range(
                  0, selection.tensors().stream().mapToInt(t -> t.type().bits()).max().orElse(0))
              .mapToObj(bit -> new Part(kind, Integer.toString(bit)))
              .toList();
    };
  }

  /** The layer that owns a tensor: {@code fc} of {@code fc.weight} and {@code fc.bias}. */
  private static String layer(SelectedTensor tensor) {
    int dot = tensor.name().lastIndexOf('.');
    return tensor.isParameter() && dot > 0 ? tensor.name().substring(0, dot) : tensor.name();
  }

  /** Whether it has bits of a tensor. */
  boolean reaches(SelectedTensor tensor) {
    return switch (kind) {
      case ALL -> true;
      case LAYER -> layer(tensor).equals(name);
      case BIT -> bit().orElseThrow() < tensor.type().bits();
    };
  }

  /** The one bit that it has of each element; none if all. */
  OptionalInt bit() {
    return kind == Kind.BIT ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
  }

  /** As a table has it: {@code layer:fc}, {@code bit:30}; empty of all. */
  @Override
  public String toString() {
    return kind == Kind.ALL ? "" : kind + ":" + name;
  }
}
