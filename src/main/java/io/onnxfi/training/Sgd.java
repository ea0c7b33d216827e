package io.onnxfi.training;

import java.util.List;

/**
 * Stochastic gradient descent, {@code torch.optim.SGD} with dampening 0: {@code g += wd·w; v = mu·v
 * + g; w -= lr·v}, or with Nesterov's momentum {@code w -= lr·(g + mu·v)}.
 *
 * <p>Products and sums are fused where libtorch's kernels fuse them, so the bits are PyTorch's.
 *
 * @param momentum mu, at least 0 and below 1
 * @param nesterov whether to look ahead
 * @param weightDecay wd, added to the gradient
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {
  /** Checks the ranges. */
  public Sgd {
    Optimizer.requireShare("momentum", momentum);
    Optimizer.requireNotNegative("weight decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov's rule needs a momentum above 0");
    }
  }

  @Override
  public List<String> memory() {
    return List.of("velocity");
  }

  @Override
  public void update(Trainable parameter, double rate, long step) {
    float mu = (float) momentum;
    float descent = (float) -rate;
    float decay = parameter.decays() ? (float) weightDecay : 0;
    float[] w = parameter.values();
    float[] gradient = parameter.gradient();
    float[] velocity = parameter.memory(0);
    for (int i = 0; i < w.length; i++) {
      float g = decay == 0 ? gradient[i] : Math.fma(decay, w[i], gradient[i]);
      float v = mu * velocity[i] + g;
      velocity[i] = v;
      w[i] = Math.fma(descent, nesterov ? Math.fma(mu, v, g) : v, w[i]);
    }
  }
}
