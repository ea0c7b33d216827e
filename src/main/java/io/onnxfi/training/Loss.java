package io.onnxfi.training;

import ai.djl.ndarray.NDArray;
import io.onnxfi.backend.djl.EngineMemory;
import java.util.Arrays;

/** What a training minimises, of scores {@code [n, classes]}: the mean over the images. */
final class Loss {
  private Loss() {}

  /**
   * {@code torch.nn.CrossEntropyLoss} with its label smoothing: the wanted distribution is {@code
   * (1 - s)} at the label plus {@code s / classes} everywhere (Szegedy et al. 2016, section 7).
   */
  static NDArray crossEntropy(NDArray scores, int[] labels, double smoothing) {
    int classes = Math.toIntExact(scores.getShape().get(1));
    float[] wanted = new float[labels.length * classes];
    Arrays.fill(wanted, (float) (smoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      wanted[i * classes + labels[i]] = (float) (1 - smoothing + smoothing / classes);
    }
    NDArray distribution = EngineMemory.floats(scores.getManager(), wanted, scores.getShape());
    return quotient(scores.logSoftmax(1).mul(distribution).sum(), -labels.length);
  }

  /** The kind of {@link Penalty}, without its weight, of scores and the same with errors. */
  static NDArray penalty(
      Penalty.Kind kind, NDArray scores, NDArray withErrors, int[] labels, double smoothing) {
    return switch (kind) {
      case ORIGINAL ->
          crossEntropy(withErrors.stopGradient(), labels, smoothing)
              .sub(crossEntropy(scores.stopGradient(), labels, smoothing));
      case DIVERGENCE -> {
        NDArray logarithm = scores.logSoftmax(1);
        NDArray difference = logarithm.sub(withErrors.logSoftmax(1));
        yield quotient(logarithm.exp().mul(difference).sum(), labels.length);
      }
    };
  }

  private static NDArray quotient(NDArray sum, int count) {
    return sum.div(EngineMemory.number(sum, count));
  }

  /** One loss and so many times another. */
  static NDArray sum(NDArray loss, NDArray other, double weight) {
    return loss.add(other.mul(EngineMemory.number(other, (float) weight)));
  }
}
