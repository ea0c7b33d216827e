package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import java.util.Objects;

/**
 * A term of the loss that compares the scores {@code y} of a step with {@code y + e}, the same
 * scores with errors {@code e} drawn for them once more. {@code y} holds the errors of the layers
 * before, where there are any; {@code e} is a constant, so gradients pass it unchanged.
 *
 * @param kind which term
 * @param weight its factor λ, above 0
 */
public record Penalty(Kind kind, double weight) {
  /** The factor of the study that it comes from. */
  public static final double USUAL_WEIGHT = 0.3;

  /** The terms. */
  public enum Kind {
    /**
     * {@code CE(y + e) - CE(y)}, with the smoothed labels of the loss and without gradient: as the
     * study has it that it comes from. It shifts the value of the loss and trains nothing.
     */
    ORIGINAL,
    /**
     * What was meant: the divergence of Kullback and Leibler of the predictions with errors from
     * those without, {@code KL(softmax(y) ‖ softmax(y + e)) = Σ p · (log p - log q)} with {@code p
     * = softmax(y)} and {@code q = softmax(y + e)}, the mean over the images of a batch. Its
     * gradient passes through both.
     */
    DIVERGENCE;

    /** As on the command line. */
    public String label() {
      return switch (this) {
        case ORIGINAL -> "original";
        case DIVERGENCE -> "divergence";
      };
    }
  }

  /** Checks the number. */
  public Penalty {
    Objects.requireNonNull(kind, "kind");
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw MalformedInputException.of(
          "penalty", "a finite weight above 0", Double.toString(weight));
    }
  }

  /** As in records: {@code divergence:0.3}. */
  public String label() {
    return kind.label() + ":" + weight;
  }
}
