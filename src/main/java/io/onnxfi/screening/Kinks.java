package io.onnxfi.screening;

import io.onnxfi.onnx.Node;

/**
 * Steps of operators of straight pieces.
 *
 * @param net that they are put into
 */
record Kinks(NetworkBuilder net) {
  void relu(Node node) {
    kink(node, 0, Double.POSITIVE_INFINITY, 0);
  }

  private void kink(Node node, double low, double high, double below) {
    int[] shape = net.shape(node, 0);
    net.put(
        node,
        new KinkStep(new int[] {net.input(node, 0)}, NetworkBuilder.size(shape), low, high, below),
        shape);
  }

  void leaky(Node node) {
    float alpha = node.real("alpha", 0.01f);
    if (alpha < 0 || alpha > 1) {
      throw new Unscreenable(node, "a slope of " + alpha);
    }
    kink(node, 0, Double.POSITIVE_INFINITY, alpha);
  }

  void clip(Node node) {
    kink(
        node,
        limit(node, 1, "min", Float.NEGATIVE_INFINITY),
        limit(node, 2, "max", Float.POSITIVE_INFINITY),
        0);
  }

  private double limit(Node node, int i, String attribute, float fallback) {
    return node.input(i).isPresent() ? net.floats(node, i)[0] : node.real(attribute, fallback);
  }

  void maximum(Node node) {
    int[] image = net.image(node);
    Window window = Window.ofKernel(node, image);
    net.put(
        node,
        new MaxStep(new int[] {net.input(node, 0)}, image[0], window),
        image[0],
        window.outputHeight(),
        window.outputWidth());
  }
}
