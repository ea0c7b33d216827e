package io.onnxfi.screening;

import io.onnxfi.onnx.Node;

/** How a window slides over one channel of an image, for convolutions and poolings. */
final class Window {
  private final int height;
  private final int width;
  private final int inputHeight;
  private final int inputWidth;
  private final int outputHeight;
  private final int outputWidth;
  private final int[] stride;
  private final int[] dilation;
  private final int[] pad;

  /**
   * All that it is made of.
   *
   * @param height of the window, in elements
   * @param width of the window
   * @param inputHeight of the image
   * @param inputWidth of the image
   * @param outputHeight of the result
   * @param outputWidth of the result
   * @param stride between windows, down and across
   * @param dilation between elements of a window, down and across
   * @param pad before the first row and column
   */
  Window(
      int height,
      int width,
      int inputHeight,
      int inputWidth,
      int outputHeight,
      int outputWidth,
      int[] stride,
      int[] dilation,
      int[] pad) {
    this.height = height;
    this.width = width;
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.outputHeight = outputHeight;
    this.outputWidth = outputWidth;
    this.stride = stride;
    this.dilation = dilation;
    this.pad = pad;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  int outputHeight() {
    return outputHeight;
  }

  int outputWidth() {
    return outputWidth;
  }

  /** Told of a pair. */
  @FunctionalInterface
  interface Places {
    /** An element of the result and one of the image that it sees. */
    void place(int output, int input);
  }

  /**
   * The window of a node over images {@code [channels, height, width]}.
   *
   * @throws Unscreenable if the node says more than strides, pads, dilations and a kernel
   */
  static Window of(Node node, int[] image, int height, int width) {
    String automatic = node.text("auto_pad", "NOTSET");
    boolean valid = automatic.equals("VALID");
    if ((!valid && !automatic.equals("NOTSET")) || node.integer("ceil_mode", 0) != 0) {
      throw new Unscreenable(node, "pads or sizes that are computed");
    }
    long[] pads = valid ? new long[4] : node.integers("pads", 0, 0, 0, 0);
    int[] stride = ints(node.integers("strides", 1, 1));
    int[] dilation = ints(node.integers("dilations", 1, 1));
    int rows = (int) (image[1] + pads[0] + pads[2] - (long) dilation[0] * (height - 1) - 1);
    int columns = (int) (image[2] + pads[1] + pads[3] - (long) dilation[1] * (width - 1) - 1);
    return new Window(
        height,
        width,
        image[1],
        image[2],
        rows / stride[0] + 1,
        columns / stride[1] + 1,
        stride,
        dilation,
        new int[] {(int) pads[0], (int) pads[1]});
  }

  /** The window of a pooling, whose kernel is an attribute. */
  static Window ofKernel(Node node, int... image) {
    long[] kernel = node.integers("kernel_shape");
    return of(node, image, Math.toIntExact(kernel[0]), Math.toIntExact(kernel[1]));
  }

  private static int[] ints(long... values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return ints;
  }

  /** Elements of one channel of the image. */
  int inputs() {
    return inputHeight * inputWidth;
  }

  /** Elements of one channel of the result. */
  int outputs() {
    return outputHeight * outputWidth;
  }

  /**
   * Where an element of the window lies within the image.
   *
   * @param tap its row-major place in the window
   */
  void forEach(int tap, Places places) {
    int down = tap / width * dilation[0] - pad[0];
    int across = tap % width * dilation[1] - pad[1];
    for (int row = 0; row < outputHeight; row++) {
      int inputRow = row * stride[0] + down;
      if (inputRow < 0 || inputRow >= inputHeight) {
        continue;
      }
      for (int column = 0; column < outputWidth; column++) {
        int inputColumn = column * stride[1] + across;
        if (inputColumn >= 0 && inputColumn < inputWidth) {
          places.place(row * outputWidth + column, inputRow * inputWidth + inputColumn);
        }
      }
    }
  }
}
