package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Gaussian noise in every weight, drawn anew in each step: {@code W + N(0, (α·max(std(W),
 * 1e-8))²)}, with the standard deviation of the tensor's elements as they are in that step (n - 1).
 *
 * <p>Its normal numbers are {@link NormalFloats}.
 *
 * @param alpha multiple of the standard deviation, above 0
 */
public record WeightNoise(double alpha) implements WeightHook {
  private static final double LEAST_DEVIATION = 1e-8;
  private static final String SUFFIX = ".weight";
  private static final Set<String> NORMALISATIONS =
      Set.of("BatchNormalization", "LayerNormalization");

  /** Checks the number. */
  public WeightNoise {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw MalformedInputException.of(
          "weight noise", "a finite number above 0", Double.toString(alpha));
    }
  }

  @Override
  public String label() {
    return "gaussian:" + alpha;
  }

  /**
   * As {@link #noisy}.
   *
   * @throws UnsupportedInputException if there are none
   */
  @Override
  public Set<String> weights(OnnxModel model) {
    return noisy(model);
  }

  /**
   * The initializers that get noise, in the order of the graph: those whose names end in {@code
   * .weight}, without the factors of batch and layer normalisation.
   *
   * @throws UnsupportedInputException if there are none
   */
  public static Set<String> noisy(OnnxModel model) {
    Set<String> names = new LinkedHashSet<>();
    for (Initializer initializer : model.initializers()) {
      if (initializer.type() == ElementType.FLOAT && initializer.name().endsWith(SUFFIX)) {
        names.add(initializer.name());
      }
    }
    for (Node node : model.nodes()) {
      if (NORMALISATIONS.contains(node.opType())) {
        names.removeAll(node.inputs());
      }
    }
    if (names.isEmpty()) {
      throw new UnsupportedInputException(
          "weight noise: expected float initializers called *%s, found none".formatted(SUFFIX));
    }
    return names;
  }

  @Override
  public void draw(long key, float[] out, int from, int to) {
    new NormalFloats(key).fill(out, from, to);
  }

  @Override
  public Change change(float[] weight) {
    float sigma = (float) (alpha * Math.max(Deviation.of(weight), LEAST_DEVIATION));
    return (drawn, from, to) -> {
      for (int i = from; i < to; i++) {
        drawn[i] = weight[i] + sigma * drawn[i];
      }
    };
  }
}
