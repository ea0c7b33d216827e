package io.onnxfi.campaign;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How a model is split so that some values lie open: behind the nodes that make them, and nowhere
 * else.
 *
 * @param pieces in the order in which they are run
 */
public record SplitPieces(List<Piece> pieces) {
  private static final int LAYOUT_RANK = 4;

  /** Copies. */
  public SplitPieces {
    pieces = List.copyOf(pieces);
  }

  /**
   * A part of the model.
   *
   * @param open values that it yields and that may be changed behind it
   */
  public record Piece(GraphPart part, List<String> open) {
    /** Copies. */
    public Piece {
      open = List.copyOf(open);
    }
  }

  /** The values that cross the cuts behind some values, and these themselves. */
  public static Set<String> crossing(Dataflow flow, List<String> values) {
    Set<String> crossing = new LinkedHashSet<>();
    values.forEach(value -> crossing.addAll(behind(flow, value)));
    crossing.addAll(values);
    return crossing;
  }

  private static List<String> behind(Dataflow flow, String value) {
    return flow.live(flow.producer(value).orElseThrow());
  }

  /**
   * Splits a model.
   *
   * @param inputs of the model, of which the first piece begins
   * @param output of the model
   * @param known descriptions of {@link #crossing}
   * @param isFaithful whether a framework makes of a part what it makes of it in the whole model;
   *     where a pooling over single elements at its beginning makes it so, it gets one: see {@link
   *     Dataflow#between}
   */
  public static SplitPieces of(
      Dataflow flow,
      List<ValueInfo> inputs,
      ValueInfo output,
      Map<String, ValueInfo> known,
      List<String> values,
      Predicate<GraphPart> isFaithful) {
    TreeMap<Integer, List<String>> cuts = new TreeMap<>();
    for (String value : values) {
      int made = flow.producer(value).orElseThrow();
      cuts.computeIfAbsent(made, position -> new ArrayList<>()).add(value);
    }
    Map<String, ValueInfo> described = new LinkedHashMap<>(known);
    inputs.forEach(input -> described.put(input.name(), input));
    described.put(output.name(), output);
    Map<String, ValueInfo> given = new LinkedHashMap<>();
    inputs.forEach(input -> given.put(input.name(), input));
    List<Piece> pieces = new ArrayList<>();
    for (Map.Entry<Integer, List<String>> cut : cuts.entrySet()) {
      Set<String> live = new LinkedHashSet<>(flow.live(cut.getKey()));
      live.addAll(cut.getValue());
      List<ValueInfo> missing =
          live.stream().filter(name -> !given.containsKey(name)).map(described::get).toList();
      pieces.add(new Piece(part(flow, inputs, given, missing, isFaithful), cut.getValue()));
      given.keySet().retainAll(live);
      live.forEach(name -> given.put(name, described.get(name)));
    }
    if (!given.containsKey(output.name())) {
      pieces.add(new Piece(part(flow, inputs, given, List.of(output), isFaithful), List.of()));
    }
    return new SplitPieces(pieces);
  }

  private static GraphPart part(
      Dataflow flow,
      List<ValueInfo> inputs,
      Map<String, ValueInfo> given,
      List<ValueInfo> wanted,
      Predicate<GraphPart> isFaithful) {
    List<ValueInfo> from = List.copyOf(given.values());
    GraphPart plain = flow.between(from, wanted, Set.of());
    Set<String> images = new HashSet<>();
    for (ValueInfo value : from) {
      if (value.type() == ElementType.FLOAT
          && value.dims().size() == LAYOUT_RANK
          && !inputs.contains(value)) {
        images.add(value.name());
      }
    }
    if (images.isEmpty() || isFaithful.test(plain)) {
      return plain;
    }
    GraphPart pooled = flow.between(from, wanted, images);
    return isFaithful.test(pooled) ? pooled : plain;
  }
}
