package io.onnxfi.training;

/** {@code torch.optim}'s optimizers with the learning rate and decay that each usually gets. */
public enum OptimizerRule {
  /** Stochastic gradient descent with momentum. */
  SGD(0.1, 5e-4),
  /** Adam, with weight decay in the gradient. */
  ADAM(1e-3, 0),
  /** Adam, with weight decay apart from the gradient. */
  ADAMW(1e-3, 1e-2);

  private final double rate;
  private final double decay;

  OptimizerRule(double rate, double decay) {
    this.rate = rate;
    this.decay = decay;
  }

  /** The usual learning rate. */
  public double usualRate() {
    return rate;
  }

  /** The usual weight decay. */
  public double usualDecay() {
    return decay;
  }

  /**
   * The optimizer.
   *
   * @param momentum of {@link #SGD}; the others have their own
   * @param nesterov whether that is Nesterov's
   */
  public Optimizer optimizer(double momentum, boolean nesterov, double weightDecay) {
    return switch (this) {
      case SGD -> new Sgd(momentum, nesterov, weightDecay);
      case ADAM -> Adam.coupled(weightDecay);
      case ADAMW -> Adam.decoupled(weightDecay);
    };
  }
}
