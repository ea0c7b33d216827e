package io.onnxfi.study.ber;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came out of a study.
 *
 * @param spec what was asked for
 * @param titles of the frameworks by id, in the order of the report
 * @param models in the order asked for
 */
public record BerResult(BerSpec spec, Map<String, String> titles, List<ModelResult> models) {
  /** Copies. */
  public BerResult {
    Objects.requireNonNull(spec, "spec");
    titles = Collections.unmodifiableMap(new LinkedHashMap<>(titles));
    models = List.copyOf(models);
  }

  /** For people. */
  public String text() {
    return new BerReport(this).text();
  }

  /** For programs. */
  public Map<String, Object> json() {
    return new BerReport(this).json();
  }
}
