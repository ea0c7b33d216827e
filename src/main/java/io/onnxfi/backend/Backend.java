package io.onnxfi.backend;

import io.onnxfi.onnx.OnnxModel;
import java.util.Map;
import java.util.Set;

/** An inference framework with fixed options: device, optimisation level, threads. */
public interface Backend extends AutoCloseable {
  /** Short name for options, file names and tables: {@code ort}, {@code djl}. */
  String id();

  /** Name for people: {@code ONNX Runtime}. */
  String title();

  /**
   * Everything that may change a bit of the result: versions, device, options; in a fixed order.
   */
  Map<String, String> description();

  /**
   * Whether an image's outputs are the same bits in every batch. Where not, golden and faulty runs
   * must have the same images in the same places.
   */
  boolean isBatchInvariant();

  /**
   * The operations that the framework makes of a model, each described with its name and everything
   * that decides how it computes; operations that only move data are left out. Two models that
   * yield an operation of the same description compute it by the same arithmetic. Empty for a
   * framework that runs the graph as it is.
   */
  Set<String> kernels(OnnxModel model);

  /**
   * Makes a model ready to run.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if the framework cannot run the model, naming
   *     operator and node
   */
  Session open(OnnxModel model);

  @Override
  void close();
}
