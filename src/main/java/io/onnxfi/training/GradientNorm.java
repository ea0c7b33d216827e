package io.onnxfi.training;

import java.util.List;

/** Clipping as {@code torch.nn.utils.clip_grad_norm_}: all gradients together, Euclidean norm. */
final class GradientNorm {
  /** Keeps PyTorch's quotient finite for vanishing gradients. */
  private static final double EPSILON = 1e-6;

  private GradientNorm() {}

  /**
   * Scales the gradients down to a norm if theirs is larger.
   *
   * @param most the norm; 0 for any
   */
  static void clip(List<Trainable> parameters, double most) {
    if (most == 0) {
      return;
    }
    double squares = 0;
    for (Trainable parameter : parameters) {
      for (float g : parameter.gradient()) {
        squares += (double) g * g;
      }
    }
    double factor = most / (Math.sqrt(squares) + EPSILON);
    if (factor < 1) {
      for (Trainable parameter : parameters) {
        float[] gradient = parameter.gradient();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= (float) factor;
        }
      }
    }
  }
}
