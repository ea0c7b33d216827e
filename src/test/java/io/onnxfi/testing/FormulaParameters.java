package io.onnxfi.testing;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ParameterSource;
import io.onnxfi.zoo.ParameterSpec;
import java.nio.FloatBuffer;

/**
 * Parameters by a formula that any language can repeat to the bit, so that other implementations of
 * a network can be given the same ones.
 *
 * <p>With {@code u(k, i)} as in {@link #unit}, element i of parameter k (from 0, in registration
 * order) is, rounded once to binary32: {@code √(6 / fan-in) · u} for weights of 2 or 4 axes, {@code
 * 1 + u / 4} for factors and variances of normalisations, {@code u / 10} for all others.
 */
public final class FormulaParameters implements ParameterSource {
  private static final int WEIGHT_STREAM = 0;
  private static final int INPUT_STREAM = 1_000_003;
  private static final int SCALE_BITS = 23;

  private int next = WEIGHT_STREAM;

  @Override
  public Tensor values(ParameterSpec parameter) {
    Shape shape = parameter.shape();
    int stream = next++;
    if (shape.rank() == 2 || shape.rank() == 4) {
      return fill(stream, shape, 0, Math.sqrt(6.0 / shape.rowSize()));
    }
    boolean around1 =
        shape.rank() == 1
            && (parameter.name().endsWith(".weight") || parameter.name().endsWith("running_var"));
    return around1 ? fill(stream, shape, 1, 0.25) : fill(stream, shape, 0, 0.1);
  }

  /** Images {@code [n, …]} by the same formula: {@code u(1000003, i)}. */
  public static Tensor images(long... dims) {
    return fill(INPUT_STREAM, Shape.of(dims), 0, 1);
  }

  private static Tensor fill(int stream, Shape shape, double offset, double factor) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, shape);
    FloatBuffer floats = tensor.floats();
    float[] chunk = new float[4096];
    for (int from = 0; from < shape.size(); from += chunk.length) {
      int length = (int) Math.min(chunk.length, shape.size() - from);
      for (int i = 0; i < length; i++) {
        chunk[i] = (float) (offset + factor * unit(stream, from + i));
      }
      floats.put(chunk, 0, length);
    }
    return tensor;
  }

  /**
   * A number in [-1, 1) with 24 bits: with all arithmetic modulo 2³², {@code h = 2654435761 · i +
   * 2246822519 · k + 374761393}; then {@code h ^= h >> 16}, {@code h *= 2246822507}, {@code h ^= h
   * >> 13}; the upper 24 bits of h, divided by 2²³, less 1.
   */
  private static double unit(int stream, int i) {
    int h = 0x9E3779B1 * i + 0x85EBCA77 * stream + 0x165667B1;
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    return Math.scalb((double) (h >>> 8), -SCALE_BITS) - 1;
  }
}
