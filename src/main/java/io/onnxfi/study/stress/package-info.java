/**
 * The stress test of classifiers: what a model says of every image, with which confidence, and what
 * a change to the model moves.
 */
package io.onnxfi.study.stress;
