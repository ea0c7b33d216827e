package io.onnxfi.zoo;

import io.onnxfi.random.Generators;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Values to start a training from: weights normal with variance 2 / fan-in (He et al., 2015,
 * "Delving Deep into Rectifiers", eq. 10), embeddings normal with deviation 0.02, scales and
 * variances 1, all others 0.
 *
 * <p>The same seed and architecture give the same values.
 */
public final class RandomParameters implements ParameterSource {
  /** Name of the generator, recorded with the seed. */
  public static final String GENERATOR = "Xoshiro256PlusPlus";

  /** Of the position embeddings that torchvision's vision transformers start from. */
  private static final double EMBEDDING_DEVIATION = 0.02;

  private final RandomGenerator random;

  /** Starts the stream of the given seed. */
  public RandomParameters(long seed) {
    this.random = Generators.of(GENERATOR).create(seed);
  }

  @Override
  public Tensor values(ParameterSpec parameter) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, parameter.shape());
    FloatBuffer floats = tensor.floats();
    switch (parameter.role()) {
      case WEIGHT -> fill(floats, Math.sqrt(2.0 / parameter.shape().rowSize()));
      case EMBEDDING -> fill(floats, EMBEDDING_DEVIATION);
      case SCALE, RUNNING_VARIANCE -> {
        while (floats.hasRemaining()) {
          floats.put(1f);
        }
      }
      case BIAS, SHIFT, RUNNING_MEAN -> {
        // allocated memory is zero
      }
    }
    return tensor;
  }

  private void fill(FloatBuffer floats, double deviation) {
    while (floats.hasRemaining()) {
      floats.put((float) (random.nextGaussian() * deviation));
    }
  }
}
