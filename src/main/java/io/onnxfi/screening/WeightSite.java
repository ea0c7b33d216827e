package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a tensor of weights is applied: by one convolution of images, or one product of rows with a
 * matrix.
 *
 * @param node that applies it
 * @param shape of the tensor
 */
public record WeightSite(Node node, Shape shape) {
  /** Checks that nothing is missing. */
  public WeightSite {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(shape, "shape");
  }

  private static final int MATRIX_RANK = 2;
  private static final int FILTER_RANK = 4;

  /** All of a model by the names of their tensors; what is used otherwise, or twice, is none. */
  public static Map<String, WeightSite> of(OnnxModel model) {
    Map<String, WeightSite> sites = new HashMap<>();
    Set<String> used = new HashSet<>();
    for (Node node : model.nodes()) {
      for (String name : node.reads()) {
        if (model.initializer(name).isEmpty()) {
          continue;
        }
        if (!used.add(name)) {
          sites.remove(name);
        } else if (isOf(node, name) && model.initializer(name).get().type() == ElementType.FLOAT) {
          WeightSite site = new WeightSite(node, model.initializer(name).get().shape());
          if (site.shape.rank() == (site.isDense() ? MATRIX_RANK : FILTER_RANK)) {
            sites.put(name, site);
          }
        }
      }
    }
    return sites;
  }

  private static boolean isOf(Node node, String tensor) {
    boolean product =
        node.opType().equals("Gemm")
            && node.integer("transA", 0) == 0
            && node.real("alpha", 1) == 1;
    return (product || node.opType().equals("Conv") || node.opType().equals("MatMul"))
        && node.domain().isEmpty()
        && node.inputs().get(1).equals(tensor)
        && !node.inputs().get(0).equals(tensor);
  }

  /** Name of the value that it is applied to. */
  public String input() {
    return node.inputs().get(0);
  }

  /** Name of the result. */
  public String output() {
    return node.outputs().get(0);
  }

  boolean isDense() {
    return !node.opType().equals("Conv");
  }

  /** The channel of the result, or the element of a row, that an element of the tensor changes. */
  int output(long element) {
    long first = element / shape.rowSize();
    return Math.toIntExact(isDense() && !isTransposed() ? element % shape.dim(1) : first);
  }

  /** The channel, or the element of a row, that an element of the tensor is applied to. */
  int input(long element) {
    if (isDense()) {
      return Math.toIntExact(isTransposed() ? element % shape.dim(1) : element / shape.dim(1));
    }
    long perGroup = shape.dim(0) / node.integer("group", 1);
    long own = element % shape.rowSize() / taps();
    return Math.toIntExact(output(element) / perGroup * shape.dim(1) + own);
  }

  /** The row-major place of an element within its filter's window. */
  int tap(long element) {
    return Math.toIntExact(element % taps());
  }

  /** Elements of a filter's window. */
  long taps() {
    return isDense() ? 1 : shape.dim(2) * shape.dim(3);
  }

  private boolean isTransposed() {
    return node.integer("transB", 0) != 0;
  }
}
