package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the place in a model that a row of a list names, and checks that it exists. */
public final class FaultResolver {
  private static final int SUGGESTIONS = 3;

  private final LayerNaming naming;

  /** Reads the names and shapes of a model. */
  public FaultResolver(OnnxModel model) {
    this.naming = new LayerNaming(model);
  }

  /**
   * The place that a layer, an index and a bit name.
   *
   * @param where what to blame in a message, for example {@code list.csv:12}
   * @throws MalformedInputException if the layer is unknown (naming the nearest ones), the index is
   *     outside its tensor, or the bit outside its elements
   */
  public FaultSite resolve(String where, String layer, TensorIndex index, int bit) {
    LayerNaming.Target target =
        naming
            .find(layer, index)
            .orElseThrow(
                () ->
                    new MalformedInputException(
                        "%s: unknown layer '%s'; did you mean %s?"
                            .formatted(where, layer, String.join(", ", nearest(layer)))));
    Initializer initializer = target.initializer();
    String name = "%s: %s".formatted(where, initializer.name());
    if (!initializer.shape().contains(target.index().coordinates())) {
      throw MalformedInputException.of(
          name, "an index within shape " + initializer.shape(), target.index().toString());
    }
    if (!initializer.type().hasAddressableBits()) {
      throw MalformedInputException.of(
          name, "a type with addressable bits", initializer.type().label());
    }
    if (bit >= initializer.type().bits() || bit < 0) {
      throw MalformedInputException.of(
          name,
          "a bit from 0 to %d (%s)"
              .formatted(initializer.type().bits() - 1, initializer.type().label()),
          Integer.toString(bit));
    }
    long flat = initializer.shape().flatIndex(target.index().coordinates());
    return new FaultSite(initializer.name(), flat, bit);
  }

  /** The places of all rows, in order. */
  public List<FaultSite> resolve(FaultList list) {
    return list.rows().stream()
        .map(row -> resolve(list.locate(row), row.layer(), row.index(), row.bit()))
        .toList();
  }

  private List<String> nearest(String layer) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return naming.names().stream()
        .sorted(Comparator.comparingInt((String name) -> distance.apply(name, layer)))
        .limit(SUGGESTIONS)
        .collect(Collectors.toList());
  }
}
