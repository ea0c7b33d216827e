package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;

/** Makes the steps of a model's nodes. */
final class NetworkReader {
  private NetworkReader() {}

  /**
   * Reads a model of one float input.
   *
   * @param sample shape of a sample, without the batch
   * @throws Unscreenable if a node has no rule
   */
  static Network read(OnnxModel model, int... sample) {
    NetworkBuilder net = new NetworkBuilder(model, sample);
    Sums sums = new Sums(net);
    Kinks kinks = new Kinks(net);
    Movements movements = new Movements(net);
    for (Node node : model.nodes()) {
      if (!node.domain().isEmpty() && !node.domain().equals("ai.onnx")) {
        throw new Unscreenable(node, "operators of " + node.domain());
      }
      switch (node.opType()) {
        case "Constant" -> net.keep(node);
        case "Conv" -> sums.convolution(node);
        case "Gemm", "MatMul" -> sums.product(node);
        case "BatchNormalization" -> sums.normalization(node);
        case "Add" -> sums.sum(node);
        case "AveragePool" -> sums.average(node);
        case "GlobalAveragePool" -> sums.mean(node);
        case "Relu" -> kinks.relu(node);
        case "LeakyRelu" -> kinks.leaky(node);
        case "Clip" -> kinks.clip(node);
        case "MaxPool" -> kinks.maximum(node);
        case "Concat" -> movements.concat(node);
        case "Identity", "Dropout" -> movements.identity(node);
        case "Flatten", "Reshape" -> movements.flatten(node);
        case "Slice" -> new Slices(net::constant).read(node, net.shape(node, 0), net::move);
        case "Pad" -> new Pads(net::constant).read(node, net.shape(node, 0), net::move);
        default -> throw new Unscreenable(node, "the operator");
      }
    }
    return net.build();
  }
}
