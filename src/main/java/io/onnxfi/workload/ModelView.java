package io.onnxfi.workload;

import io.onnxfi.onnx.OnnxModel;
import java.util.List;

/** A model as one that yields a row of numbers for each sample. */
public interface ModelView {
  /** The model in this view. */
  OnnxModel applyTo(OnnxModel model);

  /** What is assumed, each one line; nothing for a model that is taken as it is. */
  List<String> notes();
}
