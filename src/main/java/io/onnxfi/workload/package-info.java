/**
 * What models are asked and what of their answers is judged: a model of images in either order of
 * axes, and of any of the usual kinds of answers, as one that takes {@code [n, channels, height,
 * width]} and yields scores {@code [n, classes]}.
 *
 * <p>Enters: a model and what is known of the images. Leaves: the same model with a few nodes
 * before its first and behind its last. Must not know backends, faults or campaigns.
 */
package io.onnxfi.workload;
