package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Tensor;
import java.util.Optional;
import java.util.function.Function;

/** {@code Pad} with a constant number of zeros. */
record Pads(Function<String, Optional<Tensor>> constants) {
  /** Reads a node of a value of this shape, without the batch. */
  void read(Node node, int[] shape, Mover mover) {
    long[] pads = Integers.of(node, constants.apply(node.input(1).orElse("")));
    boolean zeros =
        node.text("mode", "constant").equals("constant")
            && node.input(3).isEmpty()
            && node.input(2).flatMap(constants).map(Pads::isZero).orElse(node.input(2).isEmpty());
    int rank = shape.length + 1;
    if (!zeros || pads.length != 2 * rank || pads[0] != 0 || pads[rank] != 0) {
      throw new Unscreenable(node, "other pads than zeros around a sample");
    }
    int[] to = new int[shape.length];
    for (int axis = 0; axis < to.length; axis++) {
      to[axis] = Math.toIntExact(shape[axis] + pads[axis + 1] + pads[rank + axis + 1]);
    }
    int[] sources = new int[NetworkBuilder.size(to)];
    for (int e = 0; e < sources.length; e++) {
      int rest = e;
      int place = 0;
      int stride = 1;
      boolean inside = true;
      for (int axis = to.length - 1; axis >= 0; axis--) {
        int own = rest % to[axis] - Math.toIntExact(pads[axis + 1]);
        inside &= own >= 0 && own < shape[axis];
        place += own * stride;
        rest /= to[axis];
        stride *= shape[axis];
      }
      sources[e] = inside ? place : -1;
    }
    mover.move(node, sources, to);
  }

  private static boolean isZero(Tensor tensor) {
    return tensor.shape().size() == 1 && tensor.toFloatArray()[0] == 0;
  }
}
