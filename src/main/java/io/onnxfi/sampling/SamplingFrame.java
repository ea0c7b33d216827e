package io.onnxfi.sampling;

/**
 * What faults are drawn from: a list, as far as a plan needs to know it.
 *
 * @param name of the file
 * @param size number of its faults
 */
public record SamplingFrame(String name, long size) {}
