package io.onnxfi.precision;

import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A floating-point format that an accelerator rounds the operands of a product to, before it
 * multiplies them exactly and adds up in float32.
 */
public enum OperandFormat {
  /**
   * 10 mantissa bits with float32's exponents, ties away from zero: {@code cvt.rna.tf32.f32} of
   * NVIDIA's PTX instruction set, by which cuDNN's and cuBLAS's TF32 kernels convert. The low 12
   * bits of a float32 thus have no effect at all.
   */
  TF32("tf32", 10, -126, 127, true),
  /** IEEE 754 binary16, ties to even; above 65,504 comes infinity. */
  FP16("fp16", 10, -14, 15, false),
  /** 7 mantissa bits with float32's exponents, ties to even. */
  BF16("bf16", 7, -126, 127, false);

  private final String label;
  private final int mantissaBits;
  private final int minExponent;
  private final int maxExponent;
  private final boolean tiesAway;

  OperandFormat(
      String label, int mantissaBits, int minExponent, int maxExponent, boolean tiesAway) {
    this.label = label;
    this.mantissaBits = mantissaBits;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
    this.tiesAway = tiesAway;
  }

  /**
   * The format of that name.
   *
   * @throws MalformedInputException if there is none
   */
  public static OperandFormat parse(String name) {
    return Arrays.stream(values())
        .filter(format -> format.label.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    "--precision",
                    Arrays.stream(values()).map(f -> f.label).collect(Collectors.joining(", ")),
                    "'" + name + "'"));
  }

  /** Name in options and files. */
  public String label() {
    return label;
  }

  /** Stored bits of the significand. */
  public int mantissaBits() {
    return mantissaBits;
  }

  /** Exponent of the smallest normal number; numbers below it have the same spacing. */
  public int minExponent() {
    return minExponent;
  }

  /** Exponent of the largest finite number. */
  public int maxExponent() {
    return maxExponent;
  }

  /** Whether a number half-way between two goes to the larger magnitude; else to the even one. */
  public boolean tiesAway() {
    return tiesAway;
  }
}
