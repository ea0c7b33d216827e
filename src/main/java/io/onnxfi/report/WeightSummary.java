package io.onnxfi.report;

import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.tensor.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be injected into a model, for people and for programs. */
public final class WeightSummary {
  private WeightSummary() {}

  /** A line per weight, then the sums. */
  public static String render(List<Weight> weights) {
    TextTable table =
        new TextTable("layer", "initializer", "used by", "type", "shape", "elements", "bits")
            .textColumns(5);
    long elements = 0;
    long bits = 0;
    for (Weight weight : weights) {
      long count = weight.stored().shape().size();
      elements += count;
      bits += weight.bits();
      table.row(
          weight.layer(),
          stored(weight),
          weight.operator().isEmpty() ? "–" : weight.operator(),
          weight.stored().type().label(),
          weight.layout(),
          Figures.count(count),
          bits(weight.stored().type()));
    }
    if (weights.isEmpty()) {
      return "No weights: %s%n".formatted(WeightTable.NO_WEIGHTS);
    }
    return table.render()
        + "%n %s elements, %s bits in %d initializers%n"
            .formatted(Figures.count(elements), Figures.count(bits), weights.size());
  }

  /** The initializer, and whether its axes have another order there. */
  private static String stored(Weight weight) {
    String name = weight.stored().name();
    return weight.layout().isStored() ? name : name + " (transposed)";
  }

  private static String bits(ElementType type) {
    return type.hasAddressableBits() ? "0-" + (type.bits() - 1) : "none";
  }

  /**
   * Objects of {@code layer}, {@code name} of the initializer, {@code used_by} and {@code node},
   * {@code type}, {@code shape} as it is indexed, {@code stored_shape}, {@code elements} and {@code
   * bits} of an element.
   */
  public static List<Map<String, Object>> json(List<Weight> weights) {
    return weights.stream().map(WeightSummary::json).toList();
  }

  private static Map<String, Object> json(Weight weight) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("layer", weight.layer());
    entry.put("name", weight.stored().name());
    entry.put("used_by", weight.operator());
    entry.put("node", weight.node());
    entry.put("type", weight.stored().type().label());
    entry.put("shape", weight.layout().shape().dims());
    entry.put("stored_shape", weight.stored().shape().dims());
    entry.put("elements", weight.stored().shape().size());
    entry.put("bits", weight.stored().type().bits());
    return entry;
  }
}
