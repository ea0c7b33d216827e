/**
 * What models are asked and what of their answers is judged: images or arrays for the inputs, and
 * of the outputs a row of numbers for each sample, which may be scores of classes {@code [n,
 * classes]} or all numbers that there are.
 *
 * <p>Enters: a model, and images or files of arrays. Leaves: samples as the model takes them, and
 * the same model with a few nodes before its first and behind its last. Must not know backends,
 * faults or campaigns.
 */
package io.onnxfi.workload;
