package io.onnxfi.profile;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.model.Spread;
import io.onnxfi.injection.Ranges;
import io.onnxfi.report.Manifest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the values that the nodes of a model compute are spread over images, without a fault.
 *
 * @param source its file, for messages
 * @param origin what it was made of: model, data, options, backend; as in a run's manifest
 * @param values in the order of the nodes
 */
public record Profile(String source, Map<String, Object> origin, List<ValueProfile> values) {
  /** Checks and copies. */
  public Profile {
    origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
    values = List.copyOf(values);
  }

  /** SHA-256 of the model. */
  public String model() {
    return new Manifest(source, origin).neededText("model", "sha256");
  }

  /** Ranges to draw from. */
  public Ranges ranges() {
    Map<String, ValueProfile> byName =
        values.stream().collect(Collectors.toMap(ValueProfile::name, Function.identity()));
    return value -> {
      if (!byName.containsKey(value)) {
        throw new MissingResourceException(
            "%s: the fault needs the range of '%s', which this profile does not have"
                .formatted(source, value),
            "make one with 'onnxfi profile' whose --layers choose it");
      }
      Statistics whole = byName.get(value).whole();
      if (Double.isNaN(whole.least())) {
        throw MalformedInputException.of(
            "%s: values.%s".formatted(source, value), "a range to draw from", "no finite elements");
      }
      return new Spread(whole.least(), whole.most(), whole.deviation());
    };
  }
}
