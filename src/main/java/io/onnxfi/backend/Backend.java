package io.onnxfi.backend;

import io.onnxfi.onnx.OnnxModel;
import java.util.Map;

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
   * Makes a model ready to run.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if the framework cannot run the model, naming
   *     operator and node
   */
  Session open(OnnxModel model);

  @Override
  void close();
}
