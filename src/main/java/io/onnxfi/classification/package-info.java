/**
 * What a classifier says of labelled images, image by image: classes and confidences.
 *
 * <p>Enters: scores and labels. Leaves: accuracy, confident mistakes, calibration and confusion of
 * one model; what a change of it moves, image by image, with tests and intervals. Images are
 * independent observations here. Must not know backends, nor where scores come from.
 */
package io.onnxfi.classification;
