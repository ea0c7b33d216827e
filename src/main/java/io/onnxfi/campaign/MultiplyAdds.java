package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The multiplications with addition of a model's convolutions and matrix products, per image: the
 * work that no engine can avoid. Everything else a network does counts as nothing, and so does what
 * cannot be counted.
 */
public final class MultiplyAdds {
  /** Above, a framework may take minutes to open the graph once more, for figures alone. */
  private static final int MOST_NODES = 20_000;

  private final Dataflow flow;
  private final Map<Integer, Long> perNode = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private Optional<String> uncounted = Optional.empty();

  /**
   * Counts by running the first image, or the first batch if the model takes no other number of
   * images, to see the shapes. It never fails: see {@link #uncounted()}.
   *
   * @param campaign with the model and the images
   */
  public MultiplyAdds(Campaign campaign, Backend backend) {
    this(campaign.model(), campaign.samples(0, 1), backend);
  }

  /**
   * Counts by running a batch.
   *
   * @param batch a tensor for each input of the model
   */
  public MultiplyAdds(OnnxModel model, List<Tensor> batch, Backend backend) {
    this.flow = new Dataflow(model);
    List<Node> products =
        model.nodes().stream()
            .filter(MultiplyAdds::isCounted)
            .filter(node -> node.inputs().size() > right(node))
            .toList();
    if (products.isEmpty()) {
      return;
    }
    if (flow.size() > MOST_NODES) {
      uncounted = Optional.of("the graph has %d nodes".formatted(flow.size()));
      return;
    }
    try {
      see(model, batch, backend, products);
    } catch (RuntimeException e) {
      uncounted = Optional.of(e.toString().lines().findFirst().orElse(""));
    }
    long images = batch.get(0).shape().dim(0);
    products.forEach(node -> count(node).ifPresent(n -> perNode.put(node.position(), n / images)));
  }

  private static boolean isCounted(Node node) {
    boolean sums = OperatorTrait.PRODUCT.of(node) && OperatorTrait.SUM.of(node);
    return sums || OperatorTrait.INTEGER_PRODUCT.of(node);
  }

  /** The place of the second operand; quantised ones have a scale and a zero point behind each. */
  private static int right(Node node) {
    return node.opType().startsWith("Q") ? 3 : 1;
  }

  private static boolean convolves(Node node) {
    return node.opType().contains("Conv");
  }

  private void see(OnnxModel model, List<Tensor> batch, Backend backend, List<Node> products) {
    model.initializers().forEach(i -> shapes.put(i.name(), i.shape()));
    for (int i = 0; i < batch.size(); i++) {
      shapes.put(model.inputs().get(i).name(), batch.get(i).shape());
    }
    Set<String> names = new LinkedHashSet<>();
    for (Node node : products) {
      names.add(node.outputs().get(0));
      node.inputs().stream().filter(name -> flow.producer(name).isPresent()).forEach(names::add);
    }
    GraphPart part = flow.observing(List.copyOf(names));
    try (Session session = backend.open(part.model())) {
      List<Tensor> seen = session.run(batch);
      for (int i = 0; i < seen.size(); i++) {
        shapes.put(part.outputs().get(i), seen.get(i).shape());
      }
    }
  }

  /** Why nothing could be counted, if that is so. */
  public Optional<String> uncounted() {
    return uncounted;
  }

  /** Every element of the result is a sum over one filter, or over one row. */
  private OptionalLong count(Node node) {
    Shape result = shapes.get(node.outputs().get(0));
    Shape left = shapes.get(node.inputs().get(0));
    Shape right = shapes.get(node.inputs().get(right(node)));
    boolean known = result != null && left != null && right != null;
    if (!known || result.rank() == 0 || left.rank() == 0 || right.rank() == 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(result.size() * perElement(node, left, right));
  }

  private static long perElement(Node node, Shape left, Shape right) {
    if (convolves(node)) {
      return right.rowSize(); // weight [out, in/group, kH, kW]
    }
    boolean transposed = node.integer("transA", 0) != 0;
    return left.dim(transposed ? 0 : left.rank() - 1);
  }

  /** The whole model. */
  public long whole() {
    return perNode.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The nodes from a position on. */
  public long from(int position) {
    return perNode.entrySet().stream()
        .filter(node -> node.getKey() >= position)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** A part of it. */
  public long of(GraphPart part) {
    return part.model().nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .flatMapToInt(value -> flow.producer(value).stream())
        .mapToLong(position -> perNode.getOrDefault(position, 0L))
        .sum();
  }

  /**
   * The least that tells what a fault changes where it is: the elements of a result that one
   * element of this initializer goes into.
   */
  public long head(String initializer) {
    return users(initializer).stream()
        .mapToLong(user -> perNode.get(user) / channels(flow.node(user)))
        .sum();
  }

  /** The products that an initializer goes into, as it is or as what is made of it alone. */
  private Set<Integer> users(String initializer) {
    if (flow.isVarying(initializer)) {
      return Set.of(); // a value that is computed: nothing at the cut is run again
    }
    Set<Integer> users = new LinkedHashSet<>(flow.meetings(initializer));
    users.retainAll(perNode.keySet());
    return users;
  }

  private long channels(Node node) {
    Shape result = shapes.get(node.outputs().get(0));
    return Math.max(1, result.dim(convolves(node) ? 1 : result.rank() - 1));
  }

  /** Everything behind the users of an initializer that depends on them. */
  public long behind(String initializer) {
    Set<String> reached = flow.dependents(Set.of(initializer));
    Set<Integer> first = users(initializer);
    long sum = 0;
    for (Map.Entry<Integer, Long> product : perNode.entrySet()) {
      boolean depends = flow.node(product.getKey()).reads().stream().anyMatch(reached::contains);
      if (depends && !first.contains(product.getKey())) {
        sum += product.getValue();
      }
    }
    return sum;
  }

  /**
   * The work that a campaign cannot avoid: each head once, and what is behind it for the images
   * that changed.
   */
  public long floor(Effort effort) {
    return effort.runs().entrySet().stream()
        .mapToLong(
            run ->
                run.getValue().heads() * head(run.getKey())
                    + run.getValue().changed() * behind(run.getKey()))
        .sum();
  }
}
