package io.onnxfi.zoo;

import io.onnxfi.random.Generators;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * Values to start a training from, distributed as PyTorch's layers and torchvision's residual
 * networks have them when they are made; the numbers are ours.
 *
 * <p>Weights and biases of {@code torch.nn.Linear} and {@code Conv2d} are uniform within ±1/√fan-in
 * ({@code reset_parameters}: {@code kaiming_uniform_} with {@code a=√5} has the bound √(6/((1 +
 * a²)·fan-in))). {@code torchvision.models.resnet} draws convolutions anew: normal with variance 2
 * / fan-out ({@code kaiming_normal_}, He et al. 2015). Scales and variances are 1, shifts and means
 * 0, embeddings normal with deviation 0.02.
 *
 * <p>Made for the parameters of one network in registration order, where a bias stands behind its
 * weight.
 */
final class TorchParameters implements ParameterSource {
  private static final double EMBEDDING_DEVIATION = 0.02;
  private static final int CONVOLUTION_RANK = 4;

  private final RandomGenerator random;
  private final boolean residual;

  /** Inputs of each output of the last layer with weights. */
  private long fanIn;

  /**
   * Starts the stream of a seed.
   *
   * @param residual whether convolutions are those of torchvision's residual networks
   */
  TorchParameters(long seed, boolean residual) {
    this.random = Generators.of(RandomParameters.GENERATOR).create(seed);
    this.residual = residual;
  }

  @Override
  public Tensor values(ParameterSpec parameter) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, parameter.shape());
    switch (parameter.role()) {
      case WEIGHT -> {
        fanIn = parameter.shape().rowSize();
        if (residual && parameter.shape().rank() == CONVOLUTION_RANK) {
          double fanOut = (double) parameter.shape().size() / parameter.shape().dim(1);
          fill(tensor, () -> random.nextGaussian() * Math.sqrt(2 / fanOut));
        } else {
          fill(tensor, this::uniform);
        }
      }
      case BIAS -> fill(tensor, this::uniform);
      case EMBEDDING -> fill(tensor, () -> random.nextGaussian() * EMBEDDING_DEVIATION);
      case SCALE, RUNNING_VARIANCE -> fill(tensor, () -> 1);
      case SHIFT, RUNNING_MEAN -> {
        // allocated memory is zero
      }
    }
    return tensor;
  }

  private double uniform() {
    return (2 * random.nextDouble() - 1) / Math.sqrt((double) fanIn);
  }

  private static void fill(Tensor tensor, DoubleSupplier values) {
    FloatBuffer floats = tensor.floats();
    while (floats.hasRemaining()) {
      floats.put((float) values.getAsDouble());
    }
  }
}
