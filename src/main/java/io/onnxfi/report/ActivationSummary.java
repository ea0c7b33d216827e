package io.onnxfi.report;

import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.workload.SampleKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the nodes of a model compute from a sample, for people and for programs. */
public final class ActivationSummary {
  private static final String UNKNOWN = "unknown";

  private ActivationSummary() {}

  /**
   * A line per value, then the sums over those of known shape.
   *
   * @param kind what the model takes
   */
  public static String render(ComputedValues computed, SampleKind kind) {
    TextTable table =
        new TextTable("value", "layer", "operator", "type", "shape", "neurons", "bits")
            .textColumns(5);
    Map<String, String> layers = layers(computed);
    long neurons = 0;
    long bits = 0;
    long unknown = 0;
    for (Value value : computed.values()) {
      Optional<Shape> image = value.image();
      neurons += image.map(Shape::size).orElse(0L);
      bits += bits(value).orElse(0L);
      unknown += image.isEmpty() ? 1 : 0;
      table.row(
          value.name(),
          layers.getOrDefault(value.name(), "–"),
          value.node().opType(),
          value.type().map(ElementType::label).orElse(UNKNOWN),
          image.map(Shape::toString).orElse(UNKNOWN),
          image.map(shape -> Figures.count(shape.size())).orElse("–"),
          bits(value).map(Figures::count).orElse("–"));
    }
    String sums =
        "%n %s neurons, %s bits in %d values of one %s%n"
            .formatted(
                Figures.count(neurons),
                Figures.count(bits),
                computed.values().size() - unknown,
                kind.one());
    return table.render()
        + sums
        + (unknown == 0
            ? ""
            : " %d values have no shape with %s first that is known before the model runs%n"
                .formatted(unknown, kind));
  }

  /** Of one image's part; nothing if type or shape are not known. */
  private static Optional<Long> bits(Value value) {
    return value.type().flatMap(type -> value.image().map(of -> of.size() * type.bits()));
  }

  /** By the value that their name finds. */
  private static Map<String, String> layers(ComputedValues computed) {
    Map<String, String> layers = new LinkedHashMap<>();
    computed.layers().forEach((layer, value) -> layers.putIfAbsent(value.name(), layer));
    return layers;
  }

  /**
   * Objects of {@code value}, {@code layer} whose name finds it, {@code operator} and {@code node},
   * {@code type}, {@code shape} of one image's part, {@code neurons} and {@code bits} of one image;
   * {@code null} where there is none or it is not known before the model runs.
   */
  public static List<Map<String, Object>> json(ComputedValues computed) {
    Map<String, String> layers = layers(computed);
    return computed.values().stream().map(value -> json(value, layers)).toList();
  }

  private static Map<String, Object> json(Value value, Map<String, String> layers) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("value", value.name());
    entry.put("layer", layers.get(value.name()));
    entry.put("operator", value.node().opType());
    entry.put("node", value.node().name());
    entry.put("type", value.type().map(ElementType::label).orElse(null));
    entry.put("shape", value.image().map(Shape::dims).orElse(null));
    entry.put("neurons", value.image().map(Shape::size).orElse(null));
    entry.put("bits", bits(value).orElse(null));
    return entry;
  }
}
