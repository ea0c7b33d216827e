/**
 * Common corruptions of images, each at five severities (Hendrycks and Dietterich, Benchmarking
 * neural network robustness to common corruptions and perturbations, ICLR 2019), and the errors
 * that they make of a classifier.
 *
 * <p>Enters: 8-bit planes and what they are to suffer. Leaves: 8-bit planes. The same on every
 * machine: what is drawn comes from named generators and strict arithmetic. Must not know data
 * sets.
 */
package io.onnxfi.corruption;
