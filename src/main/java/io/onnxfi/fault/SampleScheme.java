package io.onnxfi.fault;

import io.onnxfi.error.Choice;
import java.util.Locale;

/**
 * How the faults of a sample are spread over a model (A. Ruospo et al., "Assessing Convolutional
 * Neural Networks Reliability through Statistical Fault Injections", DATE 2023).
 */
public enum SampleScheme {
  /** The margin holds for the network: one sample of all faults. */
  NETWORK,
  /** The margin holds for each tensor: a sample of each. */
  LAYER,
  /** The margin holds for each bit of each tensor, with the worst share: a sample of each. */
  BIT,
  /** The same with the shares that {@link BitPriors} expects of each bit. */
  DATA_AWARE,
  /** All faults. */
  EXHAUSTIVE;

  /** As on the command line: {@code data-aware}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether each bit has a sample of its own. */
  boolean isByBit() {
    return this == BIT || this == DATA_AWARE;
  }

  /**
   * The scheme of that name.
   *
   * @param where what to blame in a message
   * @throws io.onnxfi.error.MalformedInputException listing what there is
   */
  public static SampleScheme parse(String where, String text) {
    return Choice.of(where, values(), text);
  }
}
