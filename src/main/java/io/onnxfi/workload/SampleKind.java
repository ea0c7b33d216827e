package io.onnxfi.workload;

import java.util.Locale;

/** What the samples that a model is asked are called. Images are samples too. */
public enum SampleKind {
  /** Of data sets of images. */
  IMAGE,

  /** Of arrays: rows of tables, sentences, signals, anything. */
  SAMPLE;

  /** The word for one: {@code image}. */
  public String one() {
    return name().toLowerCase(Locale.ROOT);
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
