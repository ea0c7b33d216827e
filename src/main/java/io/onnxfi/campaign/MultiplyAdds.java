package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The multiplications with addition of a model's convolutions and matrix products, per image: the
 * work that no engine can avoid. Everything else a network does counts as nothing.
 */
public final class MultiplyAdds {
  private final OnnxModel model;
  private final Dataflow flow;
  private final Map<Integer, Long> perNode = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();

  /**
   * Counts by running the first image, or the first batch if the model takes no other number of
   * images, to see the shapes.
   *
   * @param campaign with the model and the images
   */
  public MultiplyAdds(Campaign campaign, Backend backend) {
    this.model = campaign.model();
    this.flow = new Dataflow(model);
    int images = campaign.hasFixedBatch() ? campaign.batch() : 1;
    Tensor batch = campaign.images().batch(campaign.normalization(), 0, images);
    shapes.put(model.inputs().get(0).name(), batch.shape());
    Set<String> names = new LinkedHashSet<>();
    for (Node node : products()) {
      names.add(node.outputs().get(0));
      node.inputs().stream().filter(name -> flow.producer(name).isPresent()).forEach(names::add);
    }
    GraphPart part = flow.observing(List.copyOf(names));
    try (Session session = backend.open(part.model())) {
      List<Tensor> seen = session.run(List.of(batch));
      for (int i = 0; i < seen.size(); i++) {
        shapes.put(part.outputs().get(i), seen.get(i).shape());
      }
    }
    model.initializers().forEach(i -> shapes.put(i.name(), i.shape()));
    products().forEach(node -> perNode.put(node.position(), count(node) / images));
  }

  private List<Node> products() {
    List<Node> products = new ArrayList<>();
    for (Node node : model.nodes()) {
      if (Set.of("Conv", "Gemm", "MatMul").contains(node.opType())) {
        products.add(node);
      }
    }
    return products;
  }

  /** Every element of the result is a sum over one filter, or over one row. */
  private long count(Node node) {
    return shapes.get(node.outputs().get(0)).size() * perElement(node);
  }

  private long perElement(Node node) {
    Shape left = shapes.get(node.inputs().get(0));
    Shape right = shapes.get(node.inputs().get(1));
    if (node.opType().equals("Conv")) {
      return right.rowSize(); // weight [out, in/group, kH, kW]
    }
    boolean transposed = node.integer("transA", 0) != 0;
    return left.dim(transposed ? 0 : left.rank() - 1);
  }

  /** The whole model. */
  public long whole() {
    return perNode.values().stream().mapToLong(Long::longValue).sum();
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

  /** The products that an initializer goes into, as it is or rounded before any image comes in. */
  private Set<Integer> users(String initializer) {
    Set<Integer> users = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(initializer));
    while (!open.isEmpty()) {
      for (int user : flow.users(open.remove())) {
        List<String> outputs = flow.node(user).outputs();
        if (perNode.containsKey(user)) {
          users.add(user);
        } else if (outputs.stream().noneMatch(flow::isVarying)) {
          open.addAll(outputs);
        }
      }
    }
    return users;
  }

  private long channels(Node node) {
    Shape result = shapes.get(node.outputs().get(0));
    return result.dim(node.opType().equals("Conv") ? 1 : result.rank() - 1);
  }

  /** Everything behind the users of an initializer that depends on them. */
  public long behind(String initializer) {
    Set<String> reached = flow.dependents(Set.of(initializer));
    Set<Integer> first = users(initializer);
    long sum = 0;
    for (Map.Entry<Integer, Long> product : perNode.entrySet()) {
      boolean depends = flow.node(product.getKey()).inputs().stream().anyMatch(reached::contains);
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
