package io.onnxfi.attribution;

import java.util.Locale;

/** Why the outcomes of a fault differ on two sides. */
public enum Cause {
  /** Running the fault again does not give the outcomes that were recorded. */
  NOT_REPRODUCED("the recorded outcomes are not reproduced"),
  /** One framework gives up on the model with the fault. */
  CRASH("one framework cannot run the model"),
  /** Outputs are not finite, and judged by the other NaN rule the sides agree. */
  NAN_RULE("the rule for NaN"),
  /** An operator gives other values in the two frameworks on equal inputs, beyond rounding. */
  OPERATOR("an operator's values beyond rounding"),
  /** One framework gives the other's outcome with other options that only change rounding. */
  ROUNDING_OPTIONS("rounding: changes within one framework"),
  /** Every operator agrees within its rounding bound on equal inputs. */
  ROUNDING_BOUND("rounding: every operator within its bound"),
  /** The published counts appear when operands are rounded. */
  REDUCED_PRECISION("reduced precision"),
  /** No experiment explains it. */
  UNEXPLAINED("unexplained");

  private final String title;

  Cause(String title) {
    this.title = title;
  }

  /** As in files: {@code rounding_options}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String title() {
    return title;
  }
}
