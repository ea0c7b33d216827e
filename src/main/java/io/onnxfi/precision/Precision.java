package io.onnxfi.precision;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which layers a model computes with reduced precision.
 *
 * <p>The chosen convolutions and matrix products get both operands rounded, inside the graph, and
 * multiply and add up in float32 as before: what tensor cores do, but for the order of the sums.
 * The initializers stay as they are, so that faults go into the same bits; it is the product that
 * reads them rounded.
 *
 * @param rules the first that names a layer decides
 */
public record Precision(List<PrecisionRule> rules) {
  /** Float32 throughout. */
  public static final Precision FULL = new Precision(List.of());

  private static final String WEIGHT_SUFFIX = ".weight";

  /** From this version on, every operator that the rounding needs takes float64. */
  private static final int MIN_OPSET = 13;

  /** Copies. */
  public Precision {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rules with commas between them: {@code tf32:layer3.*,fp16:linear}.
   *
   * @throws MalformedInputException if a rule cannot be read
   */
  public static Precision parse(String text) {
    return new Precision(
        Arrays.stream(text.split(",", -1)).map(rule -> PrecisionRule.parse(rule.strip())).toList());
  }

  /** Whether nothing is rounded. */
  public boolean isFull() {
    return rules.isEmpty();
  }

  /**
   * A model whose chosen layers round their operands.
   *
   * @throws MalformedInputException if a rule names no layer of the model
   * @throws UnsupportedInputException if the model's operator set is too old
   */
  public OnnxModel applyTo(OnnxModel model) {
    if (isFull()) {
      return model;
    }
    if (model.opset() < MIN_OPSET) {
      throw new UnsupportedInputException(
          "--precision %s: expected a model of opset %d or later, found opset %d"
              .formatted(this, MIN_OPSET, model.opset()));
    }
    List<Node> products = model.nodes().stream().filter(OperatorTrait.PRODUCT::of).toList();
    rules.forEach(rule -> requireLayer(rule, model, products));
    GraphEditor editor = new GraphEditor(model);
    Map<OperandFormat, Rounding> roundings = new EnumMap<>(OperandFormat.class);
    for (Node product : products) {
      Optional<OperandFormat> format = format(names(model, product));
      if (format.isPresent()) {
        Rounding rounding = roundings.computeIfAbsent(format.get(), f -> new Rounding(editor, f));
        for (int operand = 0; operand < 2; operand++) {
          String value = product.inputs().get(operand);
          editor.redirect(product.position(), operand, rounding.rounded(product.position(), value));
        }
      }
    }
    return editor.build();
  }

  /** The value that another one is the rounded twin of; itself if it is none. */
  public static String operand(String value) {
    for (OperandFormat format : OperandFormat.values()) {
      String suffix = "/" + format.label();
      if (value.endsWith(suffix)) {
        return value.substring(0, value.length() - suffix.length());
      }
    }
    return value;
  }

  private Optional<OperandFormat> format(List<String> names) {
    return rules.stream()
        .filter(rule -> names.stream().anyMatch(rule::matches))
        .map(PrecisionRule::format)
        .findFirst();
  }

  /** What a product may be called: its weight's name as lists have it, and the node's own. */
  private static List<String> names(OnnxModel model, Node product) {
    Stream<String> weights =
        product.inputs().stream()
            .limit(2)
            .filter(input -> model.initializer(input).isPresent())
            .map(Precision::layer);
    return Stream.concat(weights, Stream.of(product.name()))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static String layer(String initializer) {
    return initializer.endsWith(WEIGHT_SUFFIX)
        ? initializer.substring(0, initializer.length() - WEIGHT_SUFFIX.length())
        : initializer;
  }

  private static void requireLayer(PrecisionRule rule, OnnxModel model, List<Node> products) {
    List<List<String>> layers = products.stream().map(product -> names(model, product)).toList();
    if (layers.stream().flatMap(List::stream).noneMatch(rule::matches)) {
      throw MalformedInputException.of(
          "--precision " + rule,
          "a convolution or matrix product of the model ("
              + layers.stream()
                  .filter(names -> !names.isEmpty())
                  .map(names -> names.get(0))
                  .collect(Collectors.joining(", "))
              + ")",
          "'" + rule.layers() + "'");
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return rules.stream().map(PrecisionRule::toString).collect(Collectors.joining(","));
  }
}
