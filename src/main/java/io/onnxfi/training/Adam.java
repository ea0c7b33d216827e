package io.onnxfi.training;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) as {@code torch.optim.Adam}, or with decoupled weight
 * decay (Loshchilov and Hutter 2019) as {@code torch.optim.AdamW}.
 *
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the root of the latter
 * @param weightDecay added to the gradient, or if decoupled, {@code w -= lr·wd·w}
 * @param decoupled whether it is AdamW
 */
public record Adam(
    double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
    implements Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** Checks the ranges. */
  public Adam {
    Optimizer.requireShare("beta1", beta1);
    Optimizer.requireShare("beta2", beta2);
    Optimizer.requireNotNegative("epsilon", epsilon);
    Optimizer.requireNotNegative("weight decay", weightDecay);
  }

  /** Adam with PyTorch's constants. */
  public static Adam coupled(double weightDecay) {
    return new Adam(BETA1, BETA2, EPSILON, weightDecay, false);
  }

  /** AdamW with PyTorch's constants. */
  public static Adam decoupled(double weightDecay) {
    return new Adam(BETA1, BETA2, EPSILON, weightDecay, true);
  }

  @Override
  public List<String> memory() {
    return List.of("mean", "square");
  }

  @Override
  public void update(Trainable parameter, double rate, long step) {
    double decay = parameter.decays() ? weightDecay : 0;
    float coupledDecay = decoupled ? 0 : (float) decay;
    float shrink = decoupled ? (float) (1 - rate * decay) : 1;
    float fresh = (float) (1 - beta1);
    float keepSquare = (float) beta2;
    float freshSquare = (float) (1 - beta2);
    float descent = (float) -(rate / (1 - Math.pow(beta1, (double) step)));
    float correction = (float) Math.sqrt(1 - Math.pow(beta2, (double) step));
    float epsilonFloat = (float) epsilon;
    float[] w = parameter.values();
    float[] gradient = parameter.gradient();
    float[] mean = parameter.memory(0);
    float[] square = parameter.memory(1);
    for (int i = 0; i < w.length; i++) {
      float value = w[i] * shrink;
      float g = coupledDecay == 0 ? gradient[i] : Math.fma(coupledDecay, value, gradient[i]);
      mean[i] = Math.fma(fresh, g - mean[i], mean[i]);
      square[i] = Math.fma(freshSquare * g, g, square[i] * keepSquare);
      float root = (float) Math.sqrt(square[i]) / correction + epsilonFloat;
      w[i] = value + descent * mean[i] / root;
    }
  }
}
