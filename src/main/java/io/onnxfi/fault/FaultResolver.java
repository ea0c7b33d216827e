package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    List<DefectKind> obstacles = obstacles(layer, index, bit);
    if (!obstacles.isEmpty()) {
      throw new MalformedInputException(explain(obstacles.get(0), where, layer, index, bit));
    }
    LayerNaming.Target target = naming.find(layer, index).orElseThrow();
    Initializer initializer = target.initializer();
    long flat = initializer.shape().flatIndex(target.index().coordinates());
    return new FaultSite(initializer.name(), flat, bit);
  }

  /** The places of all rows, in order. */
  public List<FaultSite> resolve(FaultList list) {
    return list.rows().stream()
        .map(row -> resolve(list.locate(row), row.layer(), row.index(), row.bit()))
        .toList();
  }

  /** Which of layer, index and bit keep a place from being in the model; none if it is. */
  List<DefectKind> obstacles(String layer, TensorIndex index, int bit) {
    Optional<LayerNaming.Target> target = naming.find(layer, index);
    if (target.isEmpty()) {
      return List.of(DefectKind.UNKNOWN_LAYER);
    }
    List<DefectKind> obstacles = new ArrayList<>();
    Initializer initializer = target.get().initializer();
    if (!initializer.shape().contains(target.get().index().coordinates())) {
      obstacles.add(DefectKind.INDEX_OUTSIDE);
    }
    ElementType type = initializer.type();
    if (!type.hasAddressableBits() || bit < 0 || bit >= type.bits()) {
      obstacles.add(DefectKind.BIT_OUTSIDE);
    }
    return obstacles;
  }

  /** One of {@link #obstacles} in words: what was expected there, and what was found. */
  String explain(DefectKind obstacle, String where, String layer, TensorIndex index, int bit) {
    Optional<LayerNaming.Target> target = naming.find(layer, index);
    if (target.isEmpty()) {
      return "%s: unknown layer '%s'; did you mean %s?"
          .formatted(where, layer, String.join(", ", nearest(layer)));
    }
    Initializer initializer = target.get().initializer();
    String name = "%s: %s: expected ".formatted(where, initializer.name());
    if (obstacle == DefectKind.INDEX_OUTSIDE) {
      return name
          + "an index within shape %s, found %s"
              .formatted(initializer.shape(), target.get().index());
    }
    ElementType type = initializer.type();
    return type.hasAddressableBits()
        ? name + "a bit from 0 to %d (%s), found %d".formatted(type.bits() - 1, type.label(), bit)
        : name + "a type with addressable bits, found " + type.label();
  }

  private List<String> nearest(String layer) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return naming.names().stream()
        .sorted(Comparator.comparingInt((String name) -> distance.apply(name, layer)))
        .limit(SUGGESTIONS)
        .collect(Collectors.toList());
  }
}
