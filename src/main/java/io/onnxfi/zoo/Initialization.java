package io.onnxfi.zoo;

/** How a network's parameters are distributed before it is trained. */
public enum Initialization {
  /** Weights normal by He et al., biases 0; see {@link RandomParameters}. */
  HE,
  /** As PyTorch's layers are made: uniform; see {@link TorchParameters}. */
  TORCH,
  /** As torchvision's residual networks are made: convolutions normal by fan-out. */
  TORCHVISION;

  /** Values for one network; the same seed gives the same ones. */
  public ParameterSource values(long seed) {
    return switch (this) {
      case HE -> new RandomParameters(seed);
      case TORCH -> new TorchParameters(seed, false);
      case TORCHVISION -> new TorchParameters(seed, true);
    };
  }
}
