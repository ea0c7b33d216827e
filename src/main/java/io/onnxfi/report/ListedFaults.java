package io.onnxfi.report;

/**
 * A list that faults can be drawn from.
 *
 * @param name of the file
 * @param count number of its faults
 */
public record ListedFaults(String name, long count) {}
