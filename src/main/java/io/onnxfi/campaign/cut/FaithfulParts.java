package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Neighbourhood;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Parts of one model, and whether a framework makes of them what it makes of the whole. */
final class FaithfulParts {
  private static final int LAYOUT_RANK = 4;

  private final Backend backend;
  private final Dataflow flow;
  private final ValueKinds values;
  private final Set<String> kernels;
  private final List<String> inputs;
  private final Openings openings;

  /** What is known of parts, by what goes in and what comes out. */
  private final Map<List<List<ValueInfo>>, Boolean> seen = new ConcurrentHashMap<>();

  /**
   * Parts of a model.
   *
   * @param kernels the framework's operations in the whole model
   * @param inputs the model's
   * @param openings told of what is opened
   */
  FaithfulParts(
      Backend backend,
      Dataflow flow,
      ValueKinds values,
      Set<String> kernels,
      List<String> inputs,
      Openings openings) {
    this.backend = backend;
    this.flow = flow;
    this.values = values;
    this.kernels = kernels;
    this.inputs = inputs;
    this.openings = openings;
  }

  /** Whether the framework makes operations of its own of the model. */
  boolean areOptimised() {
    return !kernels.isEmpty();
  }

  ValueKinds values() {
    return values;
  }

  /** What computes some values from others, if any are wanted. */
  Optional<GraphPart> part(List<String> given, List<String> wanted, Set<String> pooled) {
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(flow.between(values.describe(given), values.describe(wanted), pooled));
  }

  /** The same in a window of the images. */
  GraphPart part(
      List<String> given, List<String> wanted, Set<String> pooled, Neighbourhood.Window window) {
    return flow.between(
        values.describe(given, window::shape), values.describe(wanted, window::shape), pooled);
  }

  /** Which inputs must be pooled so that the parts have only operations of the whole model. */
  Optional<Set<String>> pool(
      List<String> inputs, Function<Set<String>, Stream<Optional<GraphPart>>> parts) {
    for (Set<String> pool : List.of(Set.<String>of(), images(inputs))) {
      boolean same = parts.apply(pool).flatMap(Optional::stream).allMatch(this::isFaithful);
      if (same) {
        return Optional.of(pool);
      }
    }
    return Optional.empty();
  }

  /** Whether a part is made of operations that the framework makes of the whole model too. */
  boolean isFaithful(GraphPart part) {
    return seen.computeIfAbsent(
        List.of(part.model().inputs(), part.model().outputs()),
        ends -> {
          openings.add(part.model().nodes().size());
          return kernels.containsAll(backend.kernels(part.model()));
        });
  }

  /** ValueKinds that a runtime may keep in a blocked layout. */
  Set<String> images(List<String> names) {
    Set<String> images = new HashSet<>();
    for (String name : names) {
      ValueKinds.Kind kind = values.kind(name);
      boolean blocked = kind.type() == ElementType.FLOAT && kind.shape().rank() == LAYOUT_RANK;
      if (blocked && !inputs.contains(name)) {
        images.add(name);
      }
    }
    return images;
  }
}
