package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Padding of the spatial axes, outermost first; ONNX writes all begins, then all ends. */
final class Padding {
  private final long[] begins;
  private final long[] ends;

  Padding(long[] begins, long[] ends) {
    this.begins = begins.clone();
    this.ends = ends.clone();
  }

  static Padding read(NodeReader reader, int spatialAxes) {
    String auto = reader.node().text("auto_pad", "NOTSET");
    reader.require(auto.equals("NOTSET") || auto.equals("VALID"), "auto_pad " + auto);
    long[] pads = reader.node().integers("pads", new long[2 * spatialAxes]);
    reader.require(pads.length == 2 * spatialAxes, "pads of length " + pads.length);
    long[] begins = new long[spatialAxes];
    long[] ends = new long[spatialAxes];
    System.arraycopy(pads, 0, begins, 0, spatialAxes);
    System.arraycopy(pads, spatialAxes, ends, 0, spatialAxes);
    for (int axis = 0; axis < spatialAxes; axis++) {
      reader.require(begins[axis] >= 0 && ends[axis] >= 0, "negative padding");
    }
    return new Padding(begins, ends);
  }

  /** The wider side of one axis. */
  long widest(int axis) {
    return Math.max(begins[axis], ends[axis]);
  }

  boolean symmetric() {
    return Arrays.equals(begins, ends);
  }

  /** The symmetric padding as a DJL shape. */
  Shape shape() {
    return new Shape(begins);
  }

  /** Pads explicitly; libtorch counts axes from the innermost, begin and end in turn. */
  NDArray apply(NDArray x, double value) {
    long[] inward = new long[2 * begins.length];
    for (int axis = 0; axis < begins.length; axis++) {
      int place = 2 * (begins.length - 1 - axis);
      inward[place] = begins[axis];
      inward[place + 1] = ends[axis];
    }
    return x.pad(new Shape(inward), value);
  }
}
