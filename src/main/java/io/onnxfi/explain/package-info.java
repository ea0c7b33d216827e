/**
 * Where a network looks: Grad-CAM maps of the evidence for a class, for any ONNX model with a value
 * that has height and width. In: a model, images, a class per image. Out: {@link
 * io.onnxfi.explain.HeatMap}s, and pictures, tables and files of them.
 *
 * <p>The gradients are those of {@link io.onnxfi.backend.djl.ScoreGradient}. Must not know
 * campaigns, runs or command lines.
 */
package io.onnxfi.explain;
