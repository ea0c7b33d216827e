package io.onnxfi.fault.model;

/**
 * How the fault-free elements of a tensor are spread, non-finite ones left out.
 *
 * @param least the smallest
 * @param most the largest
 * @param deviation standard deviation, with n-1
 */
public record Spread(double least, double most, double deviation) {}
