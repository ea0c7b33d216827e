package io.onnxfi.fault.list;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightInput;
import java.util.List;

/**
 * The kinds of layers that PyTorchALFI numbers, in its own words.
 *
 * @param types {@code conv2d}, {@code conv3d}, {@code fcc}
 */
public record AlfiLayerTypes(List<String> types) {
  private static final String CONV_2D = "conv2d";
  private static final String CONV_3D = "conv3d";
  private static final String LINEAR = "fcc";

  /**
   * All of them: the same numbers as for convolutions alone, where no linear layer precedes one.
   */
  public static final AlfiLayerTypes ALL = new AlfiLayerTypes(List.of(CONV_2D, CONV_3D, LINEAR));

  /** Copies. */
  public AlfiLayerTypes {
    types = List.copyOf(types);
  }

  /**
   * Reads kinds with commas between them.
   *
   * @param where what to blame in a message, for example an option
   * @throws MalformedInputException naming those that there are
   */
  public static AlfiLayerTypes parse(String where, String text) {
    List<String> types = List.of(text.split(",", -1)).stream().map(String::strip).toList();
    if (!ALL.types.containsAll(types)) {
      throw MalformedInputException.of(
          where,
          "some of %s, with commas".formatted(String.join(", ", ALL.types)),
          Excerpt.quoted(text));
    }
    return new AlfiLayerTypes(types);
  }

  /** Whether the layer of a weight is counted. */
  boolean count(Weight weight) {
    int rank = weight.operatorLayout().shape().rank();
    String type =
        switch (weight.input()) {
          case CONVOLUTION -> "conv" + (rank - 2) + "d";
          case LINEAR -> rank == 2 ? LINEAR : "";
          default -> "";
        };
    return weight.isTrained() && types.contains(type);
  }

  /** Whether it is a linear layer, whose weights have no filter and no channel. */
  static boolean isLinear(Weight weight) {
    return weight.input() == WeightInput.LINEAR;
  }

  @Override
  public String toString() {
    return String.join(",", types);
  }
}
