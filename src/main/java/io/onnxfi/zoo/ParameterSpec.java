package io.onnxfi.zoo;

import io.onnxfi.tensor.Shape;
import java.util.Objects;

/**
 * One parameter of an architecture, in registration order.
 *
 * @param name published PyTorch name, for example {@code layer1.0.conv1.weight}
 * @param shape PyTorch layout: convolution weights {@code [out, in/group, kH, kW]}, linear weights
 *     {@code [out, in]}, embeddings {@code [1, tokens, width]}, all others {@code [channels]}
 * @param role what the parameter does
 */
public record ParameterSpec(String name, Shape shape, Role role) {
  /** What a parameter does in its layer; decides how it is initialised. */
  public enum Role {
    /** Weight of a convolution or linear layer. */
    WEIGHT,
    /** Bias of a convolution or linear layer. */
    BIAS,
    /** Factor of a normalisation. */
    SCALE,
    /** Summand of a normalisation. */
    SHIFT,
    /** A learnt value that is added to what a network reads, such as one for each place. */
    EMBEDDING,
    /** Running mean of a batch normalisation: learnt by averaging, not by gradient. */
    RUNNING_MEAN,
    /** Running variance of a batch normalisation: learnt by averaging, not by gradient. */
    RUNNING_VARIANCE
  }

  /** Checks that nothing is missing. */
  public ParameterSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(role, "role");
  }
}
