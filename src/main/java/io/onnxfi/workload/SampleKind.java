package io.onnxfi.workload;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.util.List;
import java.util.Locale;

/** What the samples that a model is asked are called. Images are samples too. */
public enum SampleKind {
  /** Of data sets of images. */
  IMAGE,

  /** Of arrays: rows of tables, sentences, signals, anything. */
  SAMPLE;

  /** Those that a model takes: images if they are all that it takes, as far as it tells. */
  public static SampleKind takenBy(OnnxModel model) {
    List<ValueInfo> inputs = model.tensorInputs();
    return inputs.size() == 1 && ImageWorkload.isOfImages(inputs.get(0)) ? IMAGE : SAMPLE;
  }

  /** The word for one: {@code image}. */
  public String one() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One of them, with its article: {@code an image}. */
  public String indefinite() {
    return (this == IMAGE ? "an " : "a ") + one();
  }

  /** The word for several, as in {@code 300 images}. */
  @Override
  public String toString() {
    return one() + "s";
  }

  /** What both these and others are called. */
  public SampleKind with(SampleKind other) {
    return this == other ? this : SAMPLE;
  }
}
