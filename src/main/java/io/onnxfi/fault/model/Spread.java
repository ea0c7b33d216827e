package io.onnxfi.fault.model;

import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;

/**
 * How the fault-free elements of a tensor are spread, non-finite ones left out.
 *
 * @param least the smallest
 * @param most the largest
 * @param deviation standard deviation, with n-1
 */
public record Spread(double least, double most, double deviation) {
  /** That of all elements of a tensor of numbers. */
  public static Spread of(Tensor values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double mean = 0;
    double squares = 0;
    long count = 0;
    for (long i = 0; i < values.shape().size(); i++) {
      double value = ElementValues.value(values.type(), values.bits(i));
      if (Double.isFinite(value)) {
        count++;
        least = Math.min(least, value);
        most = Math.max(most, value);
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
      }
    }
    return new Spread(least, most, count < 2 ? 0 : Math.sqrt(squares / (count - 1)));
  }
}
