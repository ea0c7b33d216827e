package io.onnxfi.profile;

/**
 * How some elements are spread; non-finite ones are counted and otherwise left out.
 *
 * @param count of all elements
 * @param least the smallest; NaN if no element is finite
 * @param most the largest; NaN if no element is finite
 * @param mean of the finite ones; NaN if there are none
 * @param deviation standard deviation, with n-1; 0 of fewer than two
 * @param zeros share of all elements that are zero, 0 to 1
 * @param nonFinite share of all elements that are infinite or NaN, 0 to 1
 */
public record Statistics(
    long count,
    double least,
    double most,
    double mean,
    double deviation,
    double zeros,
    double nonFinite) {}
