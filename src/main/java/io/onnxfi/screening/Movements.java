package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;

/**
 * Steps of operators that only move elements.
 *
 * @param net that they are put into
 */
record Movements(NetworkBuilder net) {
  void identity(Node node) {
    net.move(node, net.all(net.input(node, 0)), net.shape(node, 0));
  }

  void concat(Node node) {
    int[] shape = net.shape(node, 0).clone();
    if (node.integer("axis", 1) != 1) {
      throw new Unscreenable(node, "another axis than that of channels");
    }
    int inputs = node.inputs().size();
    int[] reads = new int[inputs];
    int[] sizes = new int[inputs];
    shape[0] = 0;
    for (int i = 0; i < inputs; i++) {
      reads[i] = net.input(node, i);
      shape[0] += net.shape(node, i)[0];
      sizes[i] = NetworkBuilder.size(net.shape(node, i));
    }
    LinearMap[] maps = new LinearMap[inputs];
    int from = 0;
    for (int i = 0; i < inputs; i++) {
      int[] sources = new int[NetworkBuilder.size(shape)];
      Arrays.fill(sources, -1);
      for (int e = 0; e < sizes[i]; e++) {
        sources[from + e] = e;
      }
      maps[i] = Moves.of(sources);
      from += sizes[i];
    }
    double[] none = new double[NetworkBuilder.size(shape)];
    net.put(node, new LinearStep(reads, maps, none, none, 0), shape);
  }

  void flatten(Node node) {
    int size = NetworkBuilder.size(net.shape(node, 0));
    boolean rows =
        node.opType().equals("Flatten")
            ? node.integer("axis", 1) == 1
            : net.constant(node.inputs().get(1)).filter(to -> isRows(to, size)).isPresent();
    if (!rows) {
      throw new Unscreenable(node, "another form than rows");
    }
    net.move(node, net.all(net.input(node, 0)), size);
  }

  private static boolean isRows(Tensor shape, int size) {
    long[] dims = new long[Math.toIntExact(shape.shape().size())];
    shape.longs().get(dims);
    return dims.length == 2 && dims[0] <= 0 && (dims[1] == size || (dims[1] == -1 && dims[0] == 0));
  }
}
