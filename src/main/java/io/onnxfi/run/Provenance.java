package io.onnxfi.run;

import io.onnxfi.dataset.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The metadata by which a model written by OnnxFI says where it comes from. */
public final class Provenance {

  /** Name of the architecture. */
  public static final String ARCHITECTURE = "onnxfi.arch";

  /** Name of the data set that it was trained on. */
  public static final String DATASET = "onnxfi.dataset";

  /** Mean per channel, numbers with commas between. */
  public static final String MEAN = "onnxfi.mean";

  /** Standard deviation per channel, numbers with commas between. */
  public static final String STD = "onnxfi.std";

  /** Where the weights come from. */
  public static final String SOURCE = "onnxfi.source";

  /** How the model was quantised, if it was. */
  public static final String QUANTIZED = "onnxfi.quantized";

  private Provenance() {}

  /** The entries of a model. */
  public static Map<String, String> of(
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
