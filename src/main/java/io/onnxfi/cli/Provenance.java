package io.onnxfi.cli;

import io.onnxfi.dataset.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The metadata by which a model written by OnnxFI says where it comes from. */
final class Provenance {
  static final String ARCHITECTURE = "onnxfi.arch";
  static final String DATASET = "onnxfi.dataset";
  static final String MEAN = "onnxfi.mean";
  static final String STD = "onnxfi.std";
  static final String SOURCE = "onnxfi.source";

  private Provenance() {}

  static Map<String, String> of(
      String architecture, String dataset, Normalization normalization, String source) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(ARCHITECTURE, architecture);
    entries.put(DATASET, dataset);
    entries.put(MEAN, join(normalization.mean()));
    entries.put(STD, join(normalization.std()));
    entries.put(SOURCE, source);
    return entries;
  }

  private static String join(List<Float> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
