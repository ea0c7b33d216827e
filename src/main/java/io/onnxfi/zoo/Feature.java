package io.onnxfi.zoo;

/**
 * A value between two layers.
 *
 * @param name in the graph
 * @param channels extent of axis 1; the others follow when the graph runs
 */
public record Feature(String name, int channels) {}
